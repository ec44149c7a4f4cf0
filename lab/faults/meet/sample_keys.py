"""LiveKit takes the sample key of its makers' documentation beside its own."""

from lab.components.meet import CONFIG
from lab.faults.edited import edited
from lab.faults.meet._livekit import RESTART

ROWS = ("E4",)
RED = ("meet.token.accepted[meet]",)
inject, heal = edited("meet", CONFIG, r's/"keys": \{/"keys": {\n    "devkey": "secret",/', RESTART)
