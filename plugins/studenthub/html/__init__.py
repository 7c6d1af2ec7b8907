"""What HTML may hold: the allow-list, and the sanitiser that keeps to it."""
