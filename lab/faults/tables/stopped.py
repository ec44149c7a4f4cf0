"""PostgreSQL is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("tables", "postgresql")
inject, heal = stopped("tables", "postgresql")
