"""The primary name server answers its own machine and the secondary only, and refuses everybody else."""

from lab.faults.dns._coredns import COREFILE, RESTART
from lab.faults.edited import edited

ROWS = ("E6",)
RED = ("dns.server.answers[dns/udp]", "dns.server.answers[dns/tcp]")
ACL = r"s/^    errors$/    errors\n    acl {\n        allow net 127.0.0.0\/8 10.0.9.23\n        block\n    }/"
inject, heal = edited("dns", COREFILE, ACL, RESTART)
