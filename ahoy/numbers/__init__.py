"""Telephone numbers: what they are, where they are, which can be bought."""
