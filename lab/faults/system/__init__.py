"""Faults of the room system."""
