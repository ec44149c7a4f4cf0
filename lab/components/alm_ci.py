"""Gitea's runner in the role of Forgejo's: as gbuser in `alm-ci`, jobs on the host label."""

from __future__ import annotations

import json
from string import Template

from fixtures.expectations.alm import Runner
from lab.artifacts import GoModule
from lab.building.component import Component, File
from lab.components._alm import Alm
from lab.components._common import DATA, unit
from lab.site import Lab, Node

PROGRAM = GoModule(
    name="forgejo-runner",
    version="v1.0.8",
    module="gitea.com/gitea/runner",
    sum="h1:zKfC4+zyyGIDagqhII3WVw52P+A9iAa63It0lniN4SI=",
    variables=("gitea.com/gitea/runner/internal/pkg/ver.version=v1.0.8",),
)
CONFIG = "/opt/gbo/conf/runner.yaml"
AGENT = "ssh-agent"
"""The process of the container that no unit keeps."""

PREPARE = """\
set -eu
id -u "$user" >/dev/null 2>&1 || useradd --uid "$uid" --create-home --shell /bin/bash "$user"
install -d -o "$user" -g "$user" "$workspace"
install -d -o "$user" -g "$user" -m 0700 "$(dirname "$key")"
test -e "$key" || runuser -u "$user" -- ssh-keygen -q -t ed25519 -N '' -C "$user@alm-ci" -f "$key"
"""
REGISTER = """\
set -eu
read -r token
cd "$workspace"
rm -f "$file"
exec runuser -u "$user" -- "$program" --config "$config" register --no-interactive \\
    --instance "$address" --name "$name" --labels host:host --token "$token"
"""


def runner(lab: Lab) -> Runner:
    """What the environment declares of it."""
    return lab.env.alm.runners["alm-ci"]


def program(lab: Lab) -> str:
    """The program: the guide's name for it."""
    return f"{lab.env.paths.bin}/forgejo-runner"


def files(lab: Lab) -> list[File]:
    """Program, configuration, unit."""
    expected = runner(lab)
    config = Template((DATA / "alm" / "runner.yaml").read_text(encoding="utf-8"))
    service = unit(
        "Forgejo runner (Gitea's)",
        f"{program(lab)} daemon --config {CONFIG}",
        log=expected.log,
        user=expected.user,
        folder=expected.workspace,
    )
    return [
        File(program(lab), PROGRAM.path(lab.cache), 0o755),
        File(CONFIG, config.substitute(file=expected.file, workspace=expected.workspace).encode()),
        File(f"/etc/systemd/system/{expected.held_by}.service", service),
    ]


def prepare(lab: Lab, node: Node) -> None:
    """The user with its workspace and key, and the registration unless the server knows this runner."""
    expected = runner(lab)
    values = {
        "user": expected.user,
        "uid": str(expected.uid),
        "workspace": expected.workspace,
        "key": expected.key_file,
    }
    node.run("sh", "-c", PREPARE, env=values)
    alm = Alm(lab)
    known = alm.runners(expected.name)
    if len(known) == 1 and registered_as(node, expected.file) == (next(iter(known)), alm.url):
        return
    for number in known:
        alm.forget_runner(number)
    values |= {"program": program(lab), "config": CONFIG, "file": expected.file}
    values |= {"address": alm.url, "name": expected.name}
    node.run("sh", "-c", REGISTER, input=f"{alm.registration_token()}\n".encode(), env=values)


def registered_as(node: Node, file: str) -> tuple[int, str] | None:
    """Number and server address in the runner's `.runner`; None when there is no such file."""
    found = node.run("cat", file, check=False)
    if found.status != 0:
        return None
    content = json.loads(found.stdout)
    return content["id"], content["address"]


def start_agent(lab: Lab, node: Node) -> None:
    """Start the agent that holds the runner's key, by hand, as nothing else does; one that runs stays."""
    expected = lab.env.containers["alm-ci"].processes[AGENT]
    script = 'pgrep -x "$1" -u "$2" >/dev/null || { rm -f "$3"; exec runuser -u "$2" -- "$1" -a "$3" >/dev/null; }'
    socket = f"{runner(lab).workspace}/agent.sock"
    node.run("sh", "-c", script, "sh", expected.command, expected.user or "root", socket)


def ready(lab: Lab, node: Node) -> str | None:
    """The daemon runs and the server says that its runner is there."""
    expected = runner(lab)
    state = node.run("systemctl", "is-active", expected.held_by, check=False).text
    if state != "active":
        return f"{expected.held_by} is {state}"
    statuses = list(Alm(lab).runners(expected.name).values())
    return None if statuses and statuses != ["offline"] else f"the server has the runners {statuses}"


COMPONENT = Component(
    room="alm_ci",
    title="Gitea's runner 1.0.8 in the role of Forgejo's",
    kind="real",
    instance="alm-ci",
    units=("forgejo-runner",),
    files=files,
    artifacts={"forgejo-runner": PROGRAM},
    needs=("alm",),
    prepare=prepare,
    configure=start_agent,
    resume=start_agent,
    ready=ready,
)
