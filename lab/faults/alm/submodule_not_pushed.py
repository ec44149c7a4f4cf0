"""The main repository was pushed, and the commit of its submodule that it links to was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C5",)
RED = ("alm.submodules.published[gbo/lab]",)
LINK = """
set -eu
cd "$1"
git() { runuser -u git -- env GIT_DIR="$PWD" GIT_INDEX_FILE=/tmp/index-of-a-fault git "$@"; }
git rev-parse -q --verify refs/fault/before >/dev/null || git update-ref refs/fault/before "refs/heads/$2"
git read-tree refs/fault/before
git update-index --cacheinfo "160000,$3,$4"
commit=$(git -c user.name=a -c user.email=a@lab.test commit-tree -p refs/fault/before -m "Use the newest" \\
    "$(git write-tree)")
git update-ref "refs/heads/$2" "$commit"
rm -f /tmp/index-of-a-fault
"""
UNLINK = """
set -eu
cd "$1"
git() { runuser -u git -- env GIT_DIR="$PWD" git "$@"; }
git rev-parse -q --verify refs/fault/before >/dev/null || exit 0
git update-ref "refs/heads/$2" refs/fault/before
git update-ref -d refs/fault/before
"""
NOWHERE = "5ca1ab1e" * 5
"""A commit that nobody has."""


def inject(lab: Lab) -> None:
    """Link to a commit that was never pushed."""
    _run(lab, LINK, NOWHERE, "shared")


def heal(lab: Lab) -> None:
    """Link to the one before."""
    _run(lab, UNLINK)


def _run(lab: Lab, script: str, *words: str) -> None:
    repository = lab.env.alm.repositories[0]
    folder = f"{repository.server.repositories}/{repository.name}.git"
    lab.node("alm").run("sh", "-c", script, "sh", folder, repository.branch, *words)
