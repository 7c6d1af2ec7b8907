"""The folder of a site: its files, its search index, and how it replaces the old one."""
