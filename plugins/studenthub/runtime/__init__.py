"""What runs beside the work: the cache, locks, progress, and templates that escape."""
