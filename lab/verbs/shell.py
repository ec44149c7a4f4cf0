"""`lab shell`: a shell, or one command, in a container or in the namespace that stands for the Internet."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from fixtures.errors import UserMistake
from lab.network import outside as network
from lab.site import Lab


def enter(lab: Lab, where: str, command: Sequence[str]) -> int:
    """Run the command (a shell without one) where it was asked for; give its exit status."""
    outside = network.namespace(lab)
    words = [word for word in command if word != "--"] if command[:1] == ["--"] else list(command)
    if where == outside:
        return subprocess.run(["ip", "netns", "exec", outside, *(words or ["bash"])], check=False).returncode
    if where not in lab.addresses:
        raise UserMistake(f"no container {where!r}: there are {', '.join([*lab.addresses, outside])}")
    prefix = ["incus", "--project", lab.incus.project, "exec", where, "--"]
    return subprocess.run([*prefix, *(words or ["bash"])], check=False).returncode
