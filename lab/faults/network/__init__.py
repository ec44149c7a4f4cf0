"""Faults of the room network."""
