"""A container has its address, but only until its next boot: the stanza of its interface is gone."""

from lab.faults.edited import edited

ROWS = ("P1", "E10")
RED = ("containers.network.persistent[meet]",)
inject, heal = edited("meet", "/etc/network/interfaces", "/eth0/,$d", ":")
