"""Faults of the room tls."""
