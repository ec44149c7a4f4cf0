"""The primary name server hangs: its ports are open and nobody answers."""

from lab.faults.unit import hung, silent

ROWS = ("P3",)
RED = silent("dns:53/udp", "dns:53")
inject, heal = hung("dns", "coredns")
