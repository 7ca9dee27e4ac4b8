"""The doctor: whether the bot can run here, and if not, what is to be done."""

from bot.operation.doctor.examination import examine
from bot.operation.doctor.finding import Finding, Level, exit_code

__all__ = ["Finding", "Level", "examine", "exit_code"]
