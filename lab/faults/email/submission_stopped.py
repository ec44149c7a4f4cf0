"""Postfix is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("email", "postfix")
inject, heal = stopped("email", "postfix")
