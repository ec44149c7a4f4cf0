"""Qdrant in `vectordb`: a stand-in server of ours (see lab.standins.qdrant) on Qdrant's own engine, qdrant-edge."""

from __future__ import annotations

from lab.artifacts import Wheels
from lab.building.component import Component, File
from lab.building.delivery import QDRANT, environment, install_launcher, libraries, sources, unit
from lab.components._common import lacks
from lab.site import Lab, Node

WHEELS = Wheels("qdrant-libraries", "1", wheels=QDRANT, imports=("qdrant_edge",))
SETTINGS = "/opt/gbo/conf/qdrant.env"
DATA = "/opt/gbo/data/qdrant"
LOG = "/opt/gbo/logs/qdrant.log"


def _files(lab: Lab) -> list[File]:
    settings = {
        "QDRANT__SERVICE__HTTP_PORT": str(lab.env.vectordb.servers["vectordb"].port),
        "QDRANT__SERVICE__API_KEY": lab.secret("vectordb/api_key"),
        "QDRANT__STORAGE__STORAGE_PATH": DATA,
    }
    service = unit(
        "Qdrant (stand-in)",
        "qdrant",
        "lab.standins.qdrant",
        environment_file=SETTINGS,
        logs=(LOG, LOG),
    )
    return [
        libraries(lab, WHEELS),
        *sources("qdrant"),
        File(SETTINGS, environment(settings), 0o600),
        File("/etc/systemd/system/qdrant.service", service),
    ]


def _prepare(_: Lab, node: Node) -> None:
    install_launcher(node, "qdrant")
    node.run("install", "-d", "-m", "0700", DATA)


def _ready(lab: Lab, node: Node) -> str | None:
    server = lab.env.vectordb.servers["vectordb"]
    return lacks(f"http://{node.address}:{server.port}{server.ready_path}")


COMPONENT = Component(
    room="vectordb",
    title="stand-in server of ours on qdrant-edge 0.9.0 in the role of Qdrant",
    kind="stand-in",
    instance="vectordb",
    units=("qdrant",),
    files=_files,
    artifacts={"libraries": WHEELS},
    prepare=_prepare,
    ready=_ready,
)
