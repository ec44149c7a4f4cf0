"""PostgreSQL hangs: its port takes connections and nobody answers."""

from lab.faults.unit import hung, silent

ROWS = ("P3",)
RED = silent("tables:5432")
inject, heal = hung("tables", "postgresql@15-main")
