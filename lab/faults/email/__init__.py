"""Faults of the room email."""
