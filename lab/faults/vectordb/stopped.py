"""Qdrant is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("vectordb", "qdrant")
inject, heal = stopped("vectordb", "qdrant")
