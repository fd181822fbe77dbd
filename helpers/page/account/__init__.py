"""The account on the page: its badge, a glance at it, what it has spent."""
