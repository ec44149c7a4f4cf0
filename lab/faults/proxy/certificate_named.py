"""A site's block names a certificate that nobody put there: Caddy's syntax is right, and it would not load."""

from lab.faults.edited import edited

ROWS = ("D6",)
RED = ("proxy.config.valid[proxy]",)
BLOCK = r"$a\https://new.lab.test {\n\ttls /opt/gbo/conf/proxy/none.crt /opt/gbo/conf/proxy/none.key\n}"
inject, heal = edited("proxy", "/opt/gbo/conf/config", BLOCK, ":")
