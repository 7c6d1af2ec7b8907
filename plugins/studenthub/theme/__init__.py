"""The theme: templates, stylesheets and small scripts of every hub, as data. ``theme: name: studenthub`` names it."""
