"""The runner's metrics are to be served at an address that it has not: it goes on without them, and logs an error."""

from lab.components.alm_ci import CONFIG
from lab.faults.edited import edited

ROWS = ("C3",)
RED = ("alm_ci.runner.log[alm-ci]",)
METRICS = r"$a\metrics:\n  enabled: true\n  addr: 10.0.9.250:9101"
inject, heal = edited("alm-ci", CONFIG, METRICS, "systemctl restart forgejo-runner; sleep 1")
