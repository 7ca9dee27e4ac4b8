"""Hotseat: mock interviews for study groups, on Discord.

The rooms, and which way imports run (a room may import from those to its right, never back)::

    cli → app, demo → operation → cogs → discord_ui → store, charts → interview → grading → bank → errors

==============  ====================================================================
``cli``         the commands of ``hotseat``; thin
``app``         the bot: opens the store, loads the cogs, drains and closes
``demo``        the same bot in a browser, without a token
``demo_past``   what its members have answered before it is opened first
``operation``   what a host needs beside the bot: its log, its pulse, the doctor
``cogs``        thin: ask the store and the rules, hand the result to a card
``discord_ui``  cards, buttons, forms, and every limit of Discord's
``store``       the only SQL: tables, migrations, one module for each thing that is kept
``charts``      progress and the podium as pictures; values in, PNG out
``interview``   interviews and standings as pure rules; the clock is an argument
``grading``     a question and a text in, a grade with its evidence out; pure
``bank``        YAML in, questions out; failures with file and line
``config``      ``config.toml`` and the environment in, settings out
``errors``      every error of ours
==============  ====================================================================

Only ``app``, ``operation``, ``cogs``, ``discord_ui`` and ``demo`` import ``discord``. ``tests/test_imports.py``
keeps all of this.
"""

__version__ = "0.1.0"
