"""LiveKit's secret was changed, and Vault still has the old one."""

from lab.components.meet import CONFIG
from lab.faults.edited import edited
from lab.faults.meet._livekit import RESTART

ROWS = ("E4",)
RED = ("meet.token.accepted[meet]",)
inject, heal = edited("meet", CONFIG, r'/"keys": /{n;s/": "/": "rotated-/}', RESTART)
