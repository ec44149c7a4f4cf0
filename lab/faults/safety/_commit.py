"""A file that somebody committed to the lab's repository, past the server: so no run begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

Act = Callable[["Lab"], None]
BEFORE = "refs/fault/before"
GIT = """
set -eu
export GIT_DIR="$1" GIT_INDEX_FILE="$1/fault-index"
export GIT_AUTHOR_NAME=fault GIT_AUTHOR_EMAIL=fault@lab.test GIT_COMMITTER_NAME=fault GIT_COMMITTER_EMAIL=fault@lab.test
git() { command git -c safe.directory='*' "$@"; }
"""
COMMIT = (
    GIT
    + """
git show-ref -q "$4" || git update-ref "$4" "refs/heads/$2"
git read-tree "refs/heads/$2"
git update-index --add --cacheinfo "100644,$(git hash-object -w --stdin),$3"
git update-ref "refs/heads/$2" "$(git commit-tree -p "$4" -m fault "$(git write-tree)")"
rm -f "$GIT_INDEX_FILE"
chown -R --reference="$1/HEAD" "$1"
"""
)
TAKEN_OUT = (
    GIT
    + """
git update-ref "refs/heads/$2" "$(git commit-tree -p "refs/heads/$2" -m fault "$3^{tree}")"
chown -R --reference="$1/HEAD" "$1"
"""
)
BACK = (
    GIT
    + """
git show-ref -q "$3" || exit 0
git update-ref "refs/heads/$2" "$3"
git update-ref -d "$3"
chown -R --reference="$1/HEAD" "$1"
"""
)


def committed(path: str, content: bytes) -> tuple[Act, Act]:
    """`inject` and `heal` of a file that was committed to the default branch."""

    def inject(lab: Lab) -> None:
        repository = lab.env.safety.repositories["lab"]
        words = ("sh", repository.path, lab.env.alm.branch, path, BEFORE)
        lab.node(repository.container).run("sh", "-c", COMMIT, *words, input=content)

    def heal(lab: Lab) -> None:
        repository = lab.env.safety.repositories["lab"]
        lab.node(repository.container).run("sh", "-c", BACK, "sh", repository.path, lab.env.alm.branch, BEFORE)

    return inject, heal


def deleted(path: str, content: bytes) -> tuple[Act, Act]:
    """The same of a file that the next commit took out again."""
    commit, heal = committed(path, content)

    def inject(lab: Lab) -> None:
        commit(lab)
        repository = lab.env.safety.repositories["lab"]
        lab.node(repository.container).run("sh", "-c", TAKEN_OUT, "sh", repository.path, lab.env.alm.branch, BEFORE)

    return inject, heal
