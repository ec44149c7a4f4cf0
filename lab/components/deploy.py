"""BotServer's repository, and its delivery: what is pushed to Forgejo is built in `alm-ci` and copied to `system`."""

from __future__ import annotations

from lab.building.botserver import repository
from lab.building.component import Component, File
from lab.components._alm import Alm
from lab.components._common import ask, await_answer
from lab.site import Lab, Node

WORKFLOW = "deploy.yml"
WORKING_COPY = "/opt/gbo/src/botserver"
HOST_KEY = "/etc/ssh/ssh_host_ed25519_key.pub"
PATIENCE = 90.0
"""Seconds until what was pushed must have been delivered."""
PUSH = """\
set -eu
read -r password
export password owner
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%s\\n' '#!/bin/sh' 'case $1 in Username*) echo "$owner" ;; *) echo "$password" ;; esac' > "$work/ask"
chmod 0700 "$work/ask"
export GIT_ASKPASS="$work/ask" HOME="$work"
git clone -q "$url/$repository.git" "$work/main"
cd "$work/main"
git rm -rq --ignore-unmatch .forgejo src build.sh
cp -r "$copy/." .
git add -A
! git diff --cached --quiet || exit 0
git -c user.name="$owner" -c user.email="$owner@$domain" commit -q -m "BotServer, built and delivered on every push"
git push -q origin "HEAD:$branch"
echo pushed
"""


def files(lab: Lab) -> list[File]:
    """The working copy from which it is pushed, and by which names the runner's jobs find Forgejo and `system`."""
    address, found = lab.addresses["system"], repository(WORKFLOW)
    ssh = f"Host system\n    HostName {address}\n    HostKeyAlias system\n    User root\n    BatchMode yes\n"
    git = f'[url "{Alm(lab).url}/"]\n    insteadOf = https://{lab.env.domains.alm}/\n'
    return [
        *(File(f"{WORKING_COPY}/{path}", content) for path, content in found.items()),
        File("/etc/ssh/ssh_config.d/system.conf", ssh.encode()),
        File("/etc/gitconfig", git.encode()),
    ]


def trust(lab: Lab, node: Node) -> None:
    """Let the runner's key in to `system`, and the runner know that it is `system`."""
    system, key = lab.node("system"), lab.env.alm.runners["alm-ci"].key_file
    system.push("/root/.ssh/authorized_keys", node.pull(f"{key}.pub"), 0o600)
    node.push("/etc/ssh/ssh_known_hosts", b"system " + system.pull(HOST_KEY))


def push(lab: Lab, node: Node, copy: str) -> bool:
    """Commit a working copy to the branch; whether anything was to be pushed, and so a run begins."""
    alm = Alm(lab)
    values = {"url": alm.url, "owner": alm.owner, "repository": lab.env.alm.repository, "branch": alm.branch}
    values |= {"domain": lab.env.domains.base, "copy": copy}
    return bool(node.run("sh", "-c", PUSH, input=f"{alm.password}\n".encode(), env=values).text.strip())


def configure(lab: Lab, node: Node) -> None:
    """Push what is not pushed, and wait until BotServer is of the branch's commit."""
    trust(lab, node)
    if not push(lab, node, WORKING_COPY) and undelivered(lab):
        Alm(lab).start_run(WORKFLOW)
    await_answer(lambda: undelivered(lab), PATIENCE)


def undelivered(lab: Lab) -> str | None:
    """None when the branch's newest run has succeeded and BotServer is of its commit, else what is instead."""
    alm = Alm(lab)
    newest, head = alm.newest_run().state, alm.head()
    if newest != ("completed", "success"):
        return f"the newest run of {lab.env.alm.repository} is {newest}"
    try:
        commit = ask(f"http://{lab.addresses['system']}:{lab.env.system.health['internal'].port}/api/health").json[
            "commit"
        ]
    except (OSError, ValueError) as error:
        return f"BotServer: {error}"
    return None if commit == head else f"BotServer is of commit {commit}, not {head}"


def deliver(lab: Lab) -> None:
    """Let the workflow build and deliver anew, and wait until it has: BotServer's program is then its own again."""
    alm = Alm(lab)
    before = alm.newest_run().number
    alm.start_run(WORKFLOW)
    await_run(lab, before, "success")
    await_answer(lambda: undelivered(lab), PATIENCE)


def await_run(lab: Lab, before: int, conclusion: str) -> None:
    """Wait until a run that began after that number has ended so."""
    alm, wanted = Alm(lab), ("completed", conclusion)

    def lacks() -> str | None:
        newest = alm.newest_run()
        return None if newest.number > before and newest.state == wanted else f"the newest run is {newest.state}"

    await_answer(lacks, PATIENCE)


COMPONENT = Component(
    room="alm_ci",
    title="BotServer's repository, delivered by its workflow",
    kind="real",
    instance="alm-ci",
    units=(),
    files=files,
    needs=("alm", "alm-ci", "system"),
    configure=configure,
)
