"""A program that forgets to close its connections holds every one that PostgreSQL gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.tables import BOTSERVER, psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.connections.headroom[tables]",)

UNIT = "leaking-program"
FILE = "/run/leaking-program"
LEAK = f"""\
set -eu
umask 077
cat > {FILE}
cd /
exec systemd-run --quiet --collect --unit={UNIT} --setenv=PGPASSFILE={FILE} sh -c '
    for each in $(seq "$2"); do
        until /usr/lib/postgresql/15/bin/psql -X -w -h 127.0.0.1 -p "$1" -U {BOTSERVER} -d {BOTSERVER} \\
            -c "SELECT pg_sleep(3600)"; do sleep 1; done &
    done
    wait' sh "$1" "$2"
"""
FREE = """
SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
    - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') + 1;
"""
PATIENCE = 30.0


def inject(lab: Lab) -> None:
    """Start a program that takes all that are free, and wait until it has them."""
    node = lab.node("tables")
    port = str(lab.env.tables.servers["tables"].port)
    most = psql(node, "SHOW max_connections").strip()
    login = f"127.0.0.1:{port}:*:{BOTSERVER}:{lab.secret(f'tables/{BOTSERVER}')}\n"
    node.run("sh", "-c", LEAK, "sh", port, most, input=login.encode())
    await_answer(lambda: None if _free(lab) <= 0 else f"{_free(lab)} connections are still free", PATIENCE)


def heal(lab: Lab) -> None:
    """End it, and wait until its connections are free again."""
    node = lab.node("tables")
    node.run("systemctl", "stop", f"{UNIT}.service", check=False)
    node.run("rm", "-f", FILE)
    psql(node, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(3600)';")
    await_answer(lambda: None if _free(lab) > 0 else "no connection is free", PATIENCE)


def _free(lab: Lab) -> int:
    return int(psql(lab.node("tables"), FREE))
