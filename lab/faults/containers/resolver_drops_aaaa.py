"""The resolver drops questions for IPv6 addresses of one container, as some routers do of all."""

from lab.faults.dns._coredns import COREFILE, RESTART
from lab.faults.edited import edited

ROWS = ("E13",)
RED = ("containers.resolver.ipv6_quiet[email]",)
TOUCHES = ("dns",)
DROP = r"s/^    errors$/    errors\n    acl {\n        drop type AAAA net 10.0.9.20\/32\n    }/"
inject, heal = edited("dns", COREFILE, DROP, RESTART)
