"""The cache, locks, progress, limits of programs, a client for other hosts, and small templates."""
