"""Faults of the room dns."""
