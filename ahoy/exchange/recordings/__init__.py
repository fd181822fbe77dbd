"""Recordings and transcriptions while they are made."""
