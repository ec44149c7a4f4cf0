"""PostgreSQL does not let BotServer's machine in any more; everybody else still is."""

from lab.components.tables import BOTSERVER
from lab.faults.pg_hba import rule

ROWS = (
    "P3",
    "E4",
)
RED = ("system.botserver.healthy[internal]",)
TOUCHES = ("tables",)
inject, heal = rule("host all all {system}/32 reject", BOTSERVER)
