"""The block of one site leads to a port where nobody listens."""

from lab.faults.edited import edited

ROWS = ("E6",)
RED = ("proxy.upstream.reachable[alm]",)
inject, heal = edited("proxy", "/opt/gbo/conf/config", "s/:4747/:4748/", "systemctl reload proxy")
