"""GitHub's REST API, and text written safely in GitHub's Markdown."""
