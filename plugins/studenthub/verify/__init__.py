"""Verifies sources: asks Crossref, PubMed and other indexes whether they exist and whether entries are right.

``claim`` is what an entry says, ``services`` ask one index each and give back records of one form, ``compare`` sets the
two side by side, and ``inquiry`` decides whom to ask and what the answers mean. Only the command ``hub verify`` comes
here: a build reads what is kept (``model.sources.verdicts``) and asks nobody.
"""
