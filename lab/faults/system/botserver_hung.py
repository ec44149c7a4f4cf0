"""BotServer hangs: its port takes connections and nobody answers over HTTP."""

from lab.faults.unit import hung, silent

ROWS = ("P3",)
RED = silent("system:8080")
inject, heal = hung("system", "botserver")
