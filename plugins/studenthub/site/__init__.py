"""What turns pages into a folder on disk."""
