"""A history is searched by real git: what was deleted, merged, renamed or said in a message; each commit once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fixtures.access.process import Completed
from fixtures.errors import FactUnavailable
from fixtures.expectations.safety import Repository
from fixtures.facts import histories
from fixtures.facts.safety import SafetyFacts
from fixtures.state import state_folder
from tests.unit.environments import environment

pytestmark = pytest.mark.process

LAB = environment()
TOKEN = "VAULT_TOKEN=" + "hvs." + "CAESIJ9k2mQ7" * 7
PLACEHOLDER = "hvs." + "x" * 28
KEY = "-----BEGIN " + "PRIVATE KEY-----\nnot one\n-----END " + "PRIVATE KEY-----\n"


class Here(SafetyFacts):
    """The room with this machine in the role of the container."""

    def run(self, _container: str, *argv: str) -> Completed:
        done = subprocess.run(argv, capture_output=True, check=False)
        return Completed(argv, done.returncode, done.stdout, done.stderr)


class Tree:
    """A repository with a work tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.test", "-c", "diff.noprefix=true")
        done = subprocess.run(["git", *who, "-C", str(self.folder), *words], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, file: str, text: str, message: str = "a") -> str:
        (self.folder / file).parent.mkdir(exist_ok=True, parents=True)
        (self.folder / file).write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")[: histories.SHORT]

    def remove(self, file: str) -> None:
        self.git("rm", "-q", file)
        self.git("commit", "-q", "-m", "away")

    def found(self, **changed: Any) -> tuple[str, ...]:
        """What a run finds: every run has facts of its own."""
        room = Here(LAB, None, None)  # type: ignore[arg-type]
        return room.secrets_ever_in(Repository(container="alm", name="lab", path=str(self.folder), **changed))


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "tree").mkdir()
    return Tree(tmp_path / "tree")


def test_what_was_deleted_is_still_there(tree: Tree) -> None:
    tree.commit("README.md", "nothing\n")
    assert tree.found() == ()
    name = tree.commit("deploy/notes.txt", f"{TOKEN}\n")
    tree.remove("deploy/notes.txt")
    assert tree.found() == (f"deploy/notes.txt: token of Vault, in {name}",)
    assert tree.found() == (f"deploy/notes.txt: token of Vault, in {name}",), "nothing is new, and it stays found"
    assert tree.found(allow=("^deploy/",)) == ()
    kept = next((state_folder("lab") / "histories").glob("lab-*.json")).read_text()
    assert "hvs." not in kept
    assert json.loads(kept)["tips"] == [tree.git("rev-parse", "HEAD")]


def test_names_messages_branches_merges_and_spaces(tree: Tree) -> None:
    tree.commit("README.md", "nothing\n")
    init = tree.commit("conf/init.json", "{}\n")
    tree.remove("conf/init.json")
    said = tree.commit("b", "b\n", f"b\n\nI logged in by {TOKEN}")
    tree.git("checkout", "-q", "-b", "other", "HEAD~1")
    side = tree.commit('with "space".txt', f"{TOKEN}\n")
    tree.git("checkout", "-q", "main")
    tree.git("merge", "-q", "--no-commit", "--no-ff", "other")
    (tree.folder / "evil.txt").write_text(f"{TOKEN}\n")
    tree.git("add", "-A")
    tree.git("commit", "-q", "-m", "merged")
    merged = tree.git("rev-parse", "HEAD")[: histories.SHORT]
    assert tree.found() == (
        f"conf/init.json: a file of secrets by its name, in {init}",
        f"evil.txt: token of Vault, in {merged}",
        f"the message of the commit: token of Vault, in {said}",
        f'with "space".txt: token of Vault, in {side}',
    )


def test_what_attributes_and_settings_of_git_hide(tree: Tree) -> None:
    """`-diff` and `binary` keep files out of what git shows; log.showRoot keeps the first commit out of it."""
    (tree.folder / ".gitattributes").write_text("*.conf binary\nlock.txt -diff\n")
    first = tree.commit("a.conf", f"{TOKEN}\n")
    second = tree.commit("lock.txt", f"{TOKEN}\n")
    tree.git("config", "log.showRoot", "false")
    assert tree.found() == (f"a.conf: token of Vault, in {first}", f"lock.txt: token of Vault, in {second}")


def test_what_is_no_secret(tree: Tree) -> None:
    tree.commit("docs.md", f"VAULT_TOKEN={PLACEHOLDER}\n{KEY}")
    tree.commit(".env.example", "A=b\n")
    assert tree.found() == ()


def test_a_rewritten_history_is_clean(tree: Tree) -> None:
    before = tree.commit("README.md", "nothing\n")
    tree.commit("a", f"{TOKEN}\n")
    assert len(tree.found()) == 1
    tree.git("reset", "-q", "--hard", before)
    assert tree.found() == ()
    tree.git("reflog", "expire", "--expire=now", "--all")
    tree.git("gc", "-q", "--prune=now")
    assert tree.found() == (), "the commit up to which it was searched is gone"
    tree.commit("b", f"{TOKEN}\n")
    assert len(tree.found()) == 1


def test_a_long_history_is_searched_over_several_runs(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [tree.commit(f"{n}.txt", f"{TOKEN}\n") for n in range(5)]
    monkeypatch.setattr(histories, "PORTION", 2)
    monkeypatch.setattr(histories, "PATIENCE", 0.0)
    for left in (3, 1):
        with pytest.raises(FactUnavailable, match=f"it is long: {left} commits are left, and the next run goes on"):
            tree.found()
    assert tree.found() == tuple(f"{n}.txt: token of Vault, in {name}" for n, name in enumerate(names))


def test_from_a_day_on(tree: Tree) -> None:
    tree.commit("a", f"{TOKEN}\n")
    assert tree.found(history_from="2099-01-01") == ()
    assert len(tree.found()) == 1


def test_what_git_cannot_say_is_unknown(tree: Tree, tmp_path: Path) -> None:
    assert tree.found() == (), "nothing was committed yet"
    tree.commit("a", "a\n")
    tree.commit("b", "b\n")
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{tree.folder}", tmp_path / "shallow"], check=True)
    shallow = Tree(tmp_path / "shallow")
    with pytest.raises(FactUnavailable, match="the repository is shallow"):
        shallow.found()
    (tree.folder / ".git" / "HEAD").unlink()
    with pytest.raises(FactUnavailable, match="not a git repository"):
        tree.found()
