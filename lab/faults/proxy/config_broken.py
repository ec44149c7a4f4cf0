"""Somebody wrote the guide's one-line block into the Caddyfile; Caddy serves on with what it had."""

from lab.faults.edited import edited

ROWS = ("D6",)
RED = ("proxy.config.valid[proxy]",)
BLOCK = r"$a\new.lab.test { import tls_config; reverse_proxy http://10.0.9.10:8080 { header_up Host {host} } }"
inject, heal = edited("proxy", "/opt/gbo/conf/config", BLOCK, ":")
