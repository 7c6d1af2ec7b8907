"""The commands of ``hub``, a module for each: ``add`` says what it takes, ``run`` does it."""
