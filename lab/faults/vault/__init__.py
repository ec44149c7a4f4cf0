"""Faults of the room vault."""
