"""The sources of a draft, and the citations that lead to them."""
