"""From a draft, as a word processor saves it, to an article with its bibliography and a report."""
