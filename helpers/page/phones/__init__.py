"""Phones on the page: in a cell, and in the dock."""
