"""Sources as a style can print them: names, journals, judgments and Acts, dashes."""
