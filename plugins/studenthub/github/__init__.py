"""What GitHub is asked and told: its REST API, and Markdown that it shows as it is meant."""
