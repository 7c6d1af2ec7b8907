"""What a Markdown text says, found without converting it, with every offset kept."""
