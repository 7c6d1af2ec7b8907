"""The sources of articles: entries of the bibliography, and what indexes say about them."""
