"""What Pandoc is asked to print, the processes that it runs in, and HTML of its answer."""
