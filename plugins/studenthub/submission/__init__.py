"""Turns a draft in a GitHub issue into a pull request: the form, its answers, the import."""
