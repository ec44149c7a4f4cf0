"""The name server that the container asks is gone: its network was renumbered."""

from lab.faults.edited import edited

ROWS = ("P4",)
RED = ("containers.resolver.answers[email]",)
GONE = "s/^nameserver .*/nameserver 10.0.9.250/"
inject, heal = edited("email", "/etc/resolv.conf", GONE, ":")
