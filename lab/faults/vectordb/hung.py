"""Qdrant hangs: its port takes connections and nobody answers over HTTP."""

from lab.faults.unit import hung, silent

ROWS = ("P3",)
RED = silent("vectordb:6333")
inject, heal = hung("vectordb", "qdrant")
