"""The HTML that a page may contain: the allow-list, and the sanitiser."""
