"""Calls in progress: their legs, their documents, their callbacks."""
