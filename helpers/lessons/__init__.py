"""The exercises' checks, by notebook. Each looks at the world, never at the text of code."""
