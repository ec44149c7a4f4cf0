"""A line of the zone file was mistyped together with a new serial: the name server goes on with the old zone."""

from lab.faults.dns._coredns import RAISED, ZONE
from lab.faults.edited import edited

ROWS = ("D2",)
RED = (f"dns.zone.valid[{ZONE.name}]",)
inject, heal = edited("dns", ZONE.file, rf"{RAISED}; s/^(mail +IN A +).*/\1198.18.0.999/", ":")
