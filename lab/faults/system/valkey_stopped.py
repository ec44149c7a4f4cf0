"""Valkey is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("system", "valkey")
inject, heal = stopped("system", "valkey")
