"""Faults of the room vectordb."""
