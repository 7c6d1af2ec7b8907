"""Whether the sources of the hub exist, and whether what is printed of them is right: it asks the indexes of the world.

``claim`` is what an entry says, ``services`` ask one index each and give back records of one form, ``compare`` sets the
two side by side, and ``inquiry`` decides whom to ask and what the answers mean. Only the command ``hub verify`` comes
here: a build reads what is kept (``model.verdicts``) and asks nobody.
"""
