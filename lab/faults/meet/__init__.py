"""Faults of the room meet."""
