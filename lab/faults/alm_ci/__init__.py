"""Faults of the room alm_ci."""
