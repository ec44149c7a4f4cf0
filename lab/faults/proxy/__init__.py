"""Faults of the room proxy."""
