"""An ordinary user of this machine, for whom sudo does what the README's lines say and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fixtures.expectations import Environment
from tests.lab.suite import ROOT

GROUP, PROJECT, VANTAGE, RULES = "%ops", "--project default", "netns exec outside", "/etc/iptables.rules"
"""What the README's lines have of an imagined site, as it says there."""
UNCOVER = """
user=$1 covers=$2 paths=$3 hidden=$(mktemp -d)
shift 3
number=0
for path in $paths; do number=$((number + 1)); mkdir "$hidden/$number"; mount --bind "$path" "$hidden/$number"; done
for cover in $covers; do mount -t tmpfs -o mode=0755 tmpfs "$cover"; done
number=0
for path in $paths; do number=$((number + 1)); mkdir -p "$path"; mount --bind "$hidden/$number" "$path"; done
exec setpriv --reuid "$user" --regid "$user" --init-groups "$@"
"""
"""In a mount namespace of its own: what lies below a folder that only root may enter is there for the user as well."""


def lines_of_readme(env: Environment, user: str) -> str:
    """The sudoers lines of the README, with what this environment declares and for this user."""
    found = re.findall(r"^    (%ops ALL=.*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    text = "".join(f"{line}\n" for line in found)
    for imagined, real in {
        GROUP: user,
        PROJECT: f"--project {env.access.project}",
        VANTAGE: f"netns exec {env.vantage.namespace}",
        RULES: env.network.rules_file,
    }.items():
        assert imagined in text, f"README's sudoers lines have no {imagined}"
        text = text.replace(imagined, real)
    return text


@dataclass(frozen=True)
class Ordinary:
    """The user, and a folder that is theirs."""

    name: str
    home: Path

    def command(self, *argv: str) -> list[str]:
        """What root starts so that the user runs it."""
        needed = {Path(sys.base_prefix), Path(sys.prefix).resolve(), ROOT}
        covers = {path: cover for path in needed if (cover := _closed(path))}
        words = [self.name, " ".join(sorted(map(str, set(covers.values())))), " ".join(sorted(map(str, covers)))]
        return ["unshare", "--mount", "--propagation=private", "sh", "-c", UNCOVER, "sh", *words, *argv]

    def environment(self, **more: str) -> Mapping[str, str]:
        """Their variables."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_STATE_HOME": str(self.home),
            "INFRA_ACCESS__KIND": "sudo",
            "LC_ALL": "C.UTF-8",
            **more,
        }

    def run(self, *argv: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a program in the suite's folder as the user; nobody is there to type a password."""
        return subprocess.run(
            self.command(*argv),
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            start_new_session=True,
        )


@contextmanager
def ordinary(name: str, home: Path, sudoers: str) -> Iterator[Ordinary]:
    """Make the user with these sudoers lines, and remove both."""
    file = Path("/etc/sudoers.d") / name
    draft = home / "sudoers"
    draft.write_text(sudoers)
    draft.chmod(0o440)
    subprocess.run(["visudo", "-c", "-q", "-f", str(draft)], check=True)
    subprocess.run(["useradd", "--no-create-home", "--home-dir", str(home), "--shell", "/bin/sh", name], check=True)
    try:
        subprocess.run(["chown", "--recursive", f"{name}:{name}", str(home)], check=True)
        subprocess.run(["install", "-m", "0440", "-o", "root", "-g", "root", str(draft), str(file)], check=True)
        yield Ordinary(name, home)
    finally:
        file.unlink(missing_ok=True)
        subprocess.run(["userdel", name], check=True)


def _closed(path: Path) -> Path | None:
    """The uppermost folder on the way to `path` that others than root may not enter."""
    return next((each for each in reversed([path, *path.parents]) if not each.stat().st_mode & 0o001), None)
