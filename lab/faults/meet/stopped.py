"""LiveKit is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("meet", "livekit")
inject, heal = stopped("meet", "livekit")
