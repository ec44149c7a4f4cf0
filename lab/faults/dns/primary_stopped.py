"""The primary name server is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("dns", "coredns")
inject, heal = stopped("dns", "coredns")
