"""The core of the student hub: articles, citations, catalogue and checks. It imports no site generator."""
