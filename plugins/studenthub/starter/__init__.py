"""A hub that begins: what its editors are asked, and the files that follow from their answers."""
