"""Faults of the room directory."""
