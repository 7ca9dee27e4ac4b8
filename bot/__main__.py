"""``python -m bot`` is ``hotseat``."""

from bot.cli import main

if __name__ == "__main__":
    main()
