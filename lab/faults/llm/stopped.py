"""llama.cpp is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("llm", "llama")
inject, heal = stopped("llm", "llama")
