"""PostgreSQL does not let Zitadel's machine in any more; everybody else still is."""

from lab.faults.pg_hba import rule

ROWS = ("E6",)
RED = ("directory.server.ready[directory]",)
TOUCHES = ("tables",)
inject, heal = rule("host all all {directory}/32 reject", "zitadel")
