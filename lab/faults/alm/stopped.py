"""Forgejo is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("alm", "forgejo")
inject, heal = stopped("alm", "forgejo")
