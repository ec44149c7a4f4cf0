"""Gitea in the role of Forgejo, with the database PROD-ALM in `tables` and one repository with a submodule."""

from __future__ import annotations

from string import Template

from lab.artifacts import GoModule, GoTree, Renamed
from lab.building.component import Component, File
from lab.components._alm import SHARED, Alm
from lab.components._common import DATA, await_answer, lacks, unit
from lab.instances.units import Watch
from lab.site import Lab, Node

MODULE = "code.gitea.io/gitea"
SUM = "h1:SRnjvw24ASELKCqyYvAWIlzwOqyFMgfD+UkqQ9SE5eU="
RENAMED = (
    Renamed(
        "gitea.dev/actions-proto-go",
        module="code.gitea.io/actions-proto-go",
        version="v0.6.0",
        sum="h1:JnNrve3wRTADHB0tuJf2rK0qW0GqG9NJZKTfU5aSiBQ=",
    ),
    Renamed(
        "gitea.dev/sdk",
        module="code.gitea.io/sdk",
        version="v1.2.0",
        sum="h1:cIG/abCgVJCuBGiJCtlQ9+d/hNwH+YAnGr5Ch/cNoSY=",
    ),
)
"""Gitea imports them by the name that it took with 1.27; not every proxy knows that one."""
GITEA = GoModule(
    name="gitea", version="v1.27.3", module=MODULE, sum=SUM, variables=("main.Version=1.27.3",), renamed=RENAMED
)
STATIC = GoTree(
    name="gitea-static", version="v1.27.3", module=MODULE, sum=SUM, folders=("templates", "options", "public")
)
STATIC_FOLDER = "/opt/gbo/lib/forgejo"

PREPARE = """\
set -eu
id -u git >/dev/null 2>&1 || useradd --system --create-home --home-dir /home/git --shell /bin/bash git
chown git:git /opt/gbo/data
chown root:git "$1"
"""
ADMINISTRATOR = """\
set -eu
read -r password
forgejo() { runuser -u git -- "$program" --config "$config" admin user "$@" --username "$name" --password "$password"; }
forgejo change-password --must-change-password=false ||
    forgejo create --admin --email "$name@$domain" --must-change-password=false
"""


LINK = """\
set -eu
read -r password
export password owner
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%s\n' '#!/bin/sh' 'case $1 in Username*) echo "$owner" ;; *) echo "$password" ;; esac' > "$work/ask"
chmod 0700 "$work/ask"
export GIT_ASKPASS="$work/ask" HOME="$work"
git clone -q "$url/$owner/$name.git" "$work/main"
cd "$work/main"
test ! -e .gitmodules || exit 0
commit=$(git ls-remote "$url/$owner/$shared.git" "refs/heads/$branch" | cut -f1)
git config -f .gitmodules submodule.$shared.path "$shared"
git config -f .gitmodules submodule.$shared.url "../$shared.git"
git add .gitmodules
git update-index --add --cacheinfo "160000,$commit,$shared"
git -c user.name="$owner" -c user.email="$owner@$domain" commit -q -m "Link what is shared"
git push -q origin "HEAD:$branch"
"""


def program(lab: Lab) -> str:
    """The program: the guide's name for it, so that `pgrep forgejo` finds it."""
    return f"{lab.env.paths.bin}/forgejo"


def settings(lab: Lab) -> bytes:
    """The server's app.ini, complete: Gitea never has to write it."""
    server = lab.env.alm.servers["alm"]
    tables = lab.env.tables.servers["tables"]
    database = lab.env.tables.databases[server.database]
    owner = database.owner
    return (
        Template((DATA / "alm" / "app.ini").read_text(encoding="utf-8"))
        .substitute(
            port=server.port,
            domain=lab.env.domains.alm,
            static=STATIC_FOLDER,
            database=database.name,
            database_host=f"{lab.node('tables').address}:{tables.port}",
            database_user=owner,
            database_password=lab.secret(f"tables/{owner}"),
            secret_key=lab.secret("alm/secret-key"),
            internal_token=lab.secret("alm/internal-token", bytes=64),
            jwt_secret=lab.secret("alm/jwt-secret", bytes=32),
            branch=lab.env.alm.branch,
            log_path=server.log_path,
        )
        .encode()
    )


def files(lab: Lab) -> list[File]:
    """Program, its templates and texts, app.ini, unit."""
    config = lab.env.alm.servers["alm"].config_file
    service = unit(
        "Forgejo (Gitea)",
        f"{program(lab)} web --config {config}",
        log=f"{lab.env.paths.logs}/forgejo.log",
        user="git",
        folder="/opt/gbo/data",
        settings="Environment=HOME=/home/git USER=git\n",
    )
    return [
        File(program(lab), GITEA.path(lab.cache), 0o755),
        File(STATIC_FOLDER, STATIC.path(lab.cache)),
        File(config, settings(lab), 0o640),
        File("/etc/systemd/system/forgejo.service", service),
    ]


def prepare(lab: Lab, node: Node) -> None:
    """The user `git`, its data folder, and its right to read app.ini."""
    node.run("sh", "-c", PREPARE, "sh", lab.env.alm.servers["alm"].config_file)


def configure(lab: Lab, node: Node) -> None:
    """The administrator, and the repository with its submodule."""
    await_answer(lambda: ready(lab, node), watch=Watch(node, COMPONENT.units))
    alm = Alm(lab)
    if not alm.knows_us():
        make_administrator(lab, node, alm)
    alm.make_repository()
    values = {"owner": alm.owner, "name": alm.name, "shared": SHARED, "branch": alm.branch}
    values |= {"url": f"http://127.0.0.1:{lab.env.alm.servers['alm'].port}", "domain": lab.env.domains.base}
    node.run("sh", "-c", LINK, input=f"{alm.password}\n".encode(), env=values)


def make_administrator(lab: Lab, node: Node, alm: Alm) -> None:
    """Make the administrator, or give it our password again; the password travels on standard input."""
    values = {
        "program": program(lab),
        "config": lab.env.alm.servers["alm"].config_file,
        "name": alm.owner,
        "domain": lab.env.domains.base,
    }
    node.run("sh", "-c", ADMINISTRATOR, input=f"{alm.password}\n".encode(), env=values)


def ready(lab: Lab, node: Node) -> str | None:
    """Its health check passes, the database's included."""
    server = lab.env.alm.servers["alm"]
    return lacks(f"http://{node.address}:{server.port}{server.health_path}")


COMPONENT = Component(
    room="alm",
    title="Gitea 1.27.3 in the role of Forgejo",
    kind="real",
    instance="alm",
    units=("forgejo",),
    files=files,
    artifacts={"forgejo": GITEA, "static": STATIC},
    needs=("tables",),
    prepare=prepare,
    configure=configure,
    ready=ready,
)
