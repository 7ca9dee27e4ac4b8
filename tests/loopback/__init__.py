"""A Discord on 127.0.0.1: the bot runs unmodified in a process of its own, and speaks real HTTP and a real gateway to it.

``front`` is what the bot connects to, on simcord's model of Discord; ``gateway`` keeps its sessions and ``faults`` what
goes wrong on the way. ``process`` starts and ends the bot, ``launch`` is what it starts, and ``people`` are the members.
"""
