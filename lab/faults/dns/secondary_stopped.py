"""The secondary name server is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("dns2", "coredns")
inject, heal = stopped("dns2", "coredns")
