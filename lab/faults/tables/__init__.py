"""Faults of the room tables."""
