"""Faults of the room safety."""
