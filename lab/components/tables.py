"""PostgreSQL in `tables`: Debian's server and units, one cluster below /opt/gbo, TLS, passwords by SCRAM only.

As Debian packages it, `postgresql` is an umbrella that is active without any cluster; the server runs in
`postgresql@15-main`, which a generator ties to it. BotServer's role may read every database, so that the credentials
in Vault answer the guide's queries of PROD-ALM too.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

from lab.building.component import Component, File
from lab.site import Lab, LabError, Node

DATA = Path(__file__).parent / "data" / "tables"
CONF = "/opt/gbo/conf/tables"
CLUSTER = "/opt/gbo/data/postgres"
DEBIAN = "/etc/postgresql/15/main"
"""Where Debian's units find the cluster."""
SUPERUSER = "postgres"
BOTSERVER = "botserver"

_PREPARE = f"""\
set -eu
install -d -o root -g postgres -m 1775 /var/log/postgresql
own=/etc/systemd/system/postgresql.service  # of a lab that stands from before
if test -e "$own"; then systemctl stop postgresql; rm "$own"; systemctl daemon-reload; fi
test -e {CLUSTER}/PG_VERSION && exit 0
install -d -o postgres -g postgres -m 0700 {CLUSTER}
exec runuser -u postgres -- /usr/lib/postgresql/15/bin/initdb --pgdata={CLUSTER} --encoding=UTF8 \\
    --locale=C.UTF-8 --auth-local=peer --auth-host=scram-sha-256
"""


def roles(lab: Lab) -> tuple[str, ...]:
    """The roles that own the declared databases, without the superuser."""
    return tuple(sorted({database.owner for database in lab.env.tables.databases.values()} - {SUPERUSER}))


def set_passwords(lab: Lab, node: Node) -> None:
    """Give the superuser and every role the password that the lab keeps; roles are made when missing."""
    sql = []
    for role in (SUPERUSER, *roles(lab)):
        sql.append(
            f"SELECT 'CREATE ROLE {_name(role)} LOGIN' WHERE NOT EXISTS "
            f"(SELECT FROM pg_roles WHERE rolname = {_text(role)}) \\gexec"
        )
        sql.append(f"ALTER ROLE {_name(role)} LOGIN PASSWORD {_text(lab.secret(f'tables/{role}'))};")
    psql(node, "\n".join(sql))


def psql(node: Node, sql: str, database: str = "postgres") -> str:
    """Run SQL as the superuser over the socket; it travels on standard input. Raises `LabError`."""
    argv = ("runuser", "-u", "postgres", "--", "psql", "-w", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1")
    return node.run(*argv, "-d", database, input=sql.encode()).text


def _files(lab: Lab) -> list[File]:
    server = lab.env.tables.servers["tables"]
    values = {"port": str(server.port), "subnet": str(lab.env.identity.subnet)}
    names = ["tables", f"tables.{lab.env.domains.base}", "localhost"]
    chain, key = lab.pki.issue("tables", names, [lab.addresses["tables"], "127.0.0.1"])
    return [
        File(f"{DEBIAN}/postgresql.conf", (DATA / "cluster.conf").read_bytes()),
        File(f"{DEBIAN}/start.conf", b"auto\n"),
        File(f"{CONF}/postgresql.conf", _filled("postgresql.conf", values)),
        File(f"{CONF}/pg_hba.conf", _filled("pg_hba.conf", values), 0o640, "root:postgres"),
        File(f"{CONF}/server.crt", chain),
        File(f"{CONF}/server.key", key, 0o600, "postgres:postgres"),
        File(f"{CONF}/ca.crt", lab.pki.ca_pem),
    ]


def _prepare(_: Lab, node: Node) -> None:
    node.run("sh", "-c", _PREPARE, timeout=120)


def _configure(lab: Lab, node: Node) -> None:
    set_passwords(lab, node)
    psql(node, f"GRANT pg_read_all_data TO {BOTSERVER};")
    for database in lab.env.tables.databases.values():
        psql(
            node,
            f"SELECT {_text(_create(database.name, database.owner, database.encoding))} WHERE NOT EXISTS "
            f"(SELECT FROM pg_database WHERE datname = {_text(database.name)}) \\gexec",
        )
    bots = "".join(
        f"INSERT INTO bots (name) VALUES ({_text(bot.name)}) ON CONFLICT DO NOTHING;\n"
        for bot in lab.env.system.bots.values()
    )
    psql(node, (DATA / "botserver.sql").read_text() + bots, BOTSERVER)


def _ready(lab: Lab, node: Node) -> str | None:
    import psycopg

    server = lab.env.tables.servers["tables"]
    ca = lab.state.path("pki/ca.crt")
    if not ca.is_file():
        lab.state.write("pki/ca.crt", lab.pki.ca_pem.decode())
    try:
        with psycopg.connect(
            host=node.address, port=server.port, dbname=server.database_name(lab.env), user=BOTSERVER,
            connect_timeout=3, password=lab.secret(f"tables/{BOTSERVER}"), sslmode="verify-full", sslrootcert=str(ca),
        ) as connection:  # fmt: skip
            connection.execute("SELECT FROM bots LIMIT 1")
    except psycopg.Error as error:
        return str(error).strip()
    return None


def _create(name: str, owner: str, encoding: str) -> str:
    return f"CREATE DATABASE {_name(name)} OWNER {_name(owner)} ENCODING {_text(encoding)} TEMPLATE template0"


def _filled(name: str, values: dict[str, str]) -> bytes:
    return Template((DATA / name).read_text()).substitute(values).encode()


def _text(value: str) -> str:
    if "\0" in value or "\\" in value:
        raise LabError(f"tables: not usable as an SQL text: {value[:3]}...")
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


COMPONENT = Component(
    room="tables",
    title="PostgreSQL 15",
    kind="real",
    instance="tables",
    units=("postgresql",),
    files=_files,
    prepare=_prepare,
    configure=_configure,
    ready=_ready,
)
