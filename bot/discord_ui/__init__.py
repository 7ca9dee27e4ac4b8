"""What members see and press. Text goes out through ``text`` and ``layout``, where every limit of Discord's is kept."""
