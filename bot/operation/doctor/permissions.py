"""What the bot must be allowed for interviews in each home. The README says what each permission is for."""

from __future__ import annotations

import discord

_CARDS = ("view_channel", "send_messages", "read_message_history", "embed_links", "attach_files")

NEEDED = {
    "thread": (*_CARDS, "create_public_threads", "send_messages_in_threads"),
    "channel": _CARDS,
    "private": (),
}

INVITED_WITH = discord.Permissions(**dict.fromkeys(NEEDED["thread"], True))


def lacks(mine: discord.Permissions, home: str) -> list[str]:
    """The permissions that are missing for interviews in a home, by the names that Discord shows."""
    return [name.replace("_", " ").title().replace(" In ", " in ") for name in NEEDED[home] if not getattr(mine, name)]
