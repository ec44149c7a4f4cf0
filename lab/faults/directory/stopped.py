"""Zitadel is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("directory", "zitadel")
inject, heal = stopped("directory", "zitadel")
