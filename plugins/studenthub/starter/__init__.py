"""Begins a hub: questions to its editors, and the files made from their answers."""
