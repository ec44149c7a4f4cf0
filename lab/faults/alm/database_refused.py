"""PostgreSQL does not let Forgejo's machine in any more; everybody else still is."""

from lab.faults.pg_hba import rule

ROWS = ("E6",)
RED = ("alm.server.healthy[alm]",)
TOUCHES = ("tables",)
inject, heal = rule("host all all {alm}/32 reject", "forgejo")
