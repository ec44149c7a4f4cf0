"""The block of one site sets no X-Real-IP: what a client says of itself arrives at Forgejo."""

from lab.faults.edited import edited

ROWS = ("E6",)
RED = ("proxy.config.headers[alm]",)
inject, heal = edited("proxy", "/opt/gbo/conf/config", "/^alm[.]/,/^}/{/X-Real-IP/d}", "systemctl reload proxy")
