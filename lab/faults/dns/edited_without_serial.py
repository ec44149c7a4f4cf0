"""A record was edited without a new serial: the name server goes on with the old one."""

from lab.faults.dns._coredns import ZONE
from lab.faults.edited import edited

ROWS = ("D1",)
RED = (f"dns.zone.served[{ZONE.name}]",)
inject, heal = edited("dns", ZONE.file, r"s/^(mail +IN A +).*/\1198.18.0.77/", ":")
