"""BotServer and BotUI in `system`: stand-ins of ours (see lab.standins), beside the real Valkey.

BotServer's program is what Forgejo's workflow delivers (see lab.components.deploy); a first one lies there until then.
BotServer's .env carries the token that the vault component keeps: another token is another file, and the
component is set up anew.
"""

from __future__ import annotations

from lab.artifacts import Wheels
from lab.building.botserver import install_first
from lab.building.component import Component, File
from lab.building.delivery import PSYCOPG, VALKEY, environment, install_launcher, libraries, sources, unit
from lab.components._common import ask
from lab.site import Lab, LabError, Node

WHEELS = Wheels(
    "botserver-libraries", "1", wheels=PSYCOPG + VALKEY, imports=("psycopg", "psycopg_binary._psycopg", "valkey")
)
TOKEN = "vault/botserver_token"
"""Where the vault component keeps BotServer's token."""
BOTUI_ENV = "/opt/gbo/bin/botui.env"


def _files(lab: Lab) -> list[File]:
    system = lab.env.system
    botserver = unit(
        "BotServer (stand-in)",
        "botserver",
        None,
        environment_file=system.env_file,
        logs=(system.log_output, system.log_error),
        after="network-online.target valkey.service",
    )
    botui = unit(
        "BotUI (stand-in)",
        "botui",
        "lab.standins.botui",
        environment_file=BOTUI_ENV,
        logs=("/opt/gbo/logs/botui.log", "/opt/gbo/logs/botui.log"),
        after="network-online.target botserver.service",
    )
    port = lab.env.containers["system"].listeners["3000"].port
    settings = {"BOTUI_PORT": str(port), "BOTSERVER_URL": system.botui_server_url}
    return [
        libraries(lab, WHEELS),
        *sources("botui"),
        File(f"/etc/systemd/system/{system.botserver_unit}.service", botserver),
        File(f"/etc/systemd/system/{system.botui_unit}.service", botui),
        File(BOTUI_ENV, environment(settings)),
        File(lab.env.vault.clients["botserver"].ca_file, lab.pki.ca_pem),
        File(system.env_file, botserver_env(lab), 0o640),
    ]


def botserver_env(lab: Lab) -> bytes:
    """BotServer's .env: the declared keys, VAULT_ADDR and VAULT_TOKEN. Raises `LabError` without a token."""
    token = lab.kept(TOKEN)
    if token is None:
        raise LabError(f"system: no token for BotServer: the vault component keeps it under {TOKEN!r}")
    vault = lab.env.vault.servers[lab.env.vault.clients["botserver"].server]
    declared = {key: item.value for key, item in lab.env.system.env_keys.items() if item.value is not None}
    address = f"https://{lab.addresses['vault']}:{vault.port}"
    return environment({"VAULT_ADDR": address, "VAULT_TOKEN": token, **declared})


def _prepare(lab: Lab, node: Node) -> None:
    install_first(node, lab.env.system.binary)
    install_launcher(node, "botui")
    node.run("install", "-d", "-m", "0755", lab.env.system.work_path)


def _ready(lab: Lab, node: Node) -> str | None:
    listeners = lab.env.containers["system"].listeners
    try:
        for port in (listeners["8080"].port, listeners["3000"].port):
            answer = ask(f"http://{node.address}:{port}/api/health")
            if answer.status != 200:
                return f"port {port}: /api/health answers {answer.status} {answer.body[:200].decode(errors='replace')}"
    except OSError as error:
        return str(error)
    return None


COMPONENT = Component(
    room="system",
    title="stand-ins of ours in the role of BotServer and BotUI",
    kind="stand-in",
    instance="system",
    units=("botserver", "ui"),
    files=_files,
    artifacts={"libraries": WHEELS},
    needs=("system", "tables", "vault", "drive", "vectordb"),
    prepare=_prepare,
    ready=_ready,
)
