"""The reverse proxy is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("proxy", "proxy")
inject, heal = stopped("proxy", "proxy")
