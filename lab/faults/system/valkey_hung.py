"""Valkey hangs: its port takes connections and nobody answers PING."""

from lab.faults.unit import hung, silent

ROWS = ("P3",)
RED = silent("system:6379")
inject, heal = hung("system", "valkey")
