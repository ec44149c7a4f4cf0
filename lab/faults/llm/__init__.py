"""Faults of the room llm."""
