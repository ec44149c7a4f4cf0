"""`.runner` has Forgejo's default port, as after a copied command; the runner goes on until its restart."""

from lab.expected import environment
from lab.faults.edited import edited

ROWS = ("C1",)
RED = ("alm_ci.runner.address[alm-ci]",)
inject, heal = edited("alm-ci", environment().alm.runners["alm-ci"].file, r"s/:4747\"/:3000\"/", ":")
