"""The .env lost its work directory when somebody tidied it up."""

from lab.faults.edited import edited

ROWS = ("E14",)
RED = ("system.env.complete[GBO_WORK_PATH]",)
inject, heal = edited("system", "/opt/gbo/bin/.env", "/^GBO_WORK_PATH=/d", ":")
