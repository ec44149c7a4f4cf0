"""Somebody changed the Caddyfile and did not reload."""

from lab.faults.edited import edited

ROWS = ("D6",)
RED = ("proxy.config.loaded[proxy]",)
FILE, SITE = "/opt/gbo/conf/config", r"$a\new.lab.test {\n\timport tls_config\n\trespond new\n}"
inject, _ = edited("proxy", FILE, SITE, ":")
_, heal = edited("proxy", FILE, SITE, "systemctl reload proxy")
