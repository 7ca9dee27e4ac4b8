"""What whoever hosts the bot needs beside it: its log, its pulse, and a doctor."""
