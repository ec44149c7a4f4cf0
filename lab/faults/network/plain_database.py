"""PostgreSQL lets the world in without TLS: `host` was written where `hostssl` stood."""

from lab.faults.pg_hba import rule

ROWS = ("E4",)
RED = ("network.exposure.encrypted[5432/tcp]",)
inject, heal = rule("host all all 198.18.0.0/24 scram-sha-256", "nobody")
