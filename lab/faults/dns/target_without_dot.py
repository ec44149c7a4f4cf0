"""The final dot of the mail server's name was forgotten: the world is sent to a name of twice the zone."""

from __future__ import annotations

from lab.faults.dns._coredns import ZONE
from lab.faults.edited import edited

ROWS = ("D1",)
RED = (f"dns.zone.valid[{ZONE.name}]",)
inject, heal = edited("dns", ZONE.file, f"s/^(@ +IN +MX +10) .*/\\1 mail.{ZONE.name}/", ":")
