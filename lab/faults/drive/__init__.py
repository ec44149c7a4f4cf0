"""Faults of the room drive."""
