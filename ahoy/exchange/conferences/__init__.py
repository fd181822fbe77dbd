"""Conferences in progress, and who takes part in them."""
