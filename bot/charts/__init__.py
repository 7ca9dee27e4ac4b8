"""Values in, PNG bytes out, drawn by matplotlib in a thread of its own. Knows no Discord, no store, no language.

Every picture is as wide as a phone shows it, has a dark ground of its own, so that it looks the same in a light and in
a dark client, and says nothing that the card around it does not say in text as well.
"""

from bot.charts.canvas import in_thread
from bot.charts.podium import Step, draw_podium
from bot.charts.progress import ProgressWords, draw_progress

__all__ = ["ProgressWords", "Step", "draw_podium", "draw_progress", "in_thread"]
