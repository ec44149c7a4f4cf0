"""The block of one site leads to another service, which answers."""

from lab.faults.edited import edited

ROWS = ("E6",)
RED = ("proxy.site.answers[alm]",)
inject, heal = edited("proxy", "/opt/gbo/conf/config", "s/10.0.9.17:4747/10.0.9.16:6333/", "systemctl reload proxy")
