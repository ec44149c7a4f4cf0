"""Zitadel in `directory`: a stand-in of ours (see lab.standins.zitadel) on the database `zitadel` of `tables`."""

from __future__ import annotations

from pathlib import PurePosixPath

from lab.artifacts import Wheels
from lab.building.component import Component, File
from lab.building.delivery import LIBRARIES, PSYCOPG, environment, install_launcher, libraries, sources, unit
from lab.components._common import lacks
from lab.site import Lab, Node

WHEELS = Wheels("zitadel-libraries", "1", wheels=PSYCOPG, imports=("psycopg", "psycopg_binary._psycopg"))
CONF = "/opt/gbo/conf/directory"
SETTINGS = f"{CONF}/zitadel.env"
RENEWAL_TOKEN = f"{CONF}/renewal-pat.txt"
"""Token of a second service user, with which an expired administrator's token is replaced."""
TOKEN_DAYS = 90
RENEWAL_TOKEN_DAYS = 365
LOG = "/opt/gbo/logs/zitadel.log"

SETUP = f"set -a; . {SETTINGS}; PYTHONPATH={LIBRARIES} exec /opt/gbo/bin/zitadel -m lab.standins.zitadel setup"


def _settings(lab: Lab) -> dict[str, str]:
    server = lab.env.directory.servers["directory"]
    return {
        "ZITADEL_PORT": str(server.port),
        "ZITADEL_EXTERNALDOMAIN": server.host,
        "ZITADEL_DATABASE_POSTGRES_HOST": lab.addresses["tables"],
        "ZITADEL_DATABASE_POSTGRES_PORT": str(lab.env.tables.servers["tables"].port),
        "ZITADEL_DATABASE_POSTGRES_DATABASE": "zitadel",
        "ZITADEL_DATABASE_POSTGRES_USER_USERNAME": "zitadel",
        "ZITADEL_DATABASE_POSTGRES_USER_PASSWORD": lab.secret("tables/zitadel"),
        "ZITADEL_FIRSTINSTANCE_PATPATH": lab.env.directory.tokens["admin-pat"].path,
        "STANDIN_RENEWAL_PATPATH": RENEWAL_TOKEN,
        "STANDIN_PAT_DAYS": str(TOKEN_DAYS),
        "STANDIN_RENEWAL_PAT_DAYS": str(RENEWAL_TOKEN_DAYS),
    }


def _files(lab: Lab) -> list[File]:
    service = unit(
        "Zitadel (stand-in)",
        "zitadel",
        "lab.standins.zitadel",
        arguments="start",
        environment_file=SETTINGS,
        logs=(LOG, LOG),
    )
    return [
        libraries(lab, WHEELS),
        *sources("database", "zitadel"),
        File(SETTINGS, environment(_settings(lab)), 0o600),
        File("/etc/systemd/system/zitadel.service", service),
    ]


def _prepare(lab: Lab, node: Node) -> None:
    install_launcher(node, "zitadel")
    folder = PurePosixPath(lab.env.directory.tokens["admin-pat"].path).parent
    node.run("install", "-d", "-m", "0750", str(folder))


def _configure(_: Lab, node: Node) -> None:
    """Make the first instance and its tokens; working tokens stay."""
    node.run("sh", "-c", SETUP)


def _ready(lab: Lab, node: Node) -> str | None:
    server = lab.env.directory.servers["directory"]
    return lacks(f"http://{node.address}:{server.port}{server.ready_path}")


COMPONENT = Component(
    room="directory",
    title="stand-in of ours in the role of Zitadel",
    kind="stand-in",
    instance="directory",
    units=("zitadel",),
    files=_files,
    artifacts={"libraries": WHEELS},
    needs=("tables",),
    prepare=_prepare,
    configure=_configure,
    ready=_ready,
)
