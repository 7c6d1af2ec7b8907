"""Checks for what is confidential. They print none of it, as logs are public."""
