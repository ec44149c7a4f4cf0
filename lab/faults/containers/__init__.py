"""Faults of the room containers."""
