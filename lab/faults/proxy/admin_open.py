"""Caddy's administration listens on every address, so that somebody could reload it from elsewhere."""

from lab.faults.edited import edited

ROWS = ("E6",)
RED = ("proxy.admin.local[proxy]",)
inject, heal = edited(
    "proxy", "/opt/gbo/conf/config", r"s/admin localhost:2019/admin :2019/", "systemctl restart proxy"
)
