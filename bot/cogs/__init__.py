"""Thin: read what Discord hands over, ask the store and the rules, hand the result to a card."""
