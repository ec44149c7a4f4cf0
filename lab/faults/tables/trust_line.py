"""A line in pg_hba.conf lets everybody in without a password."""

from lab.faults.pg_hba import rule

ROWS = ("E4",)
RED = ("tables.auth.strict[tables]",)
inject, heal = rule("hostssl all all all trust", "nobody")
