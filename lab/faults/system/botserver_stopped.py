"""BotServer is stopped."""

from lab.faults.unit import red, stopped

ROWS = (
    "P3",
    "E6",
)
RED = red("system", "botserver")
inject, heal = stopped("system", "botserver")
