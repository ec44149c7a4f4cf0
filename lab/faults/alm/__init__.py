"""Faults of the room alm."""
