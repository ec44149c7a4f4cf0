"""What lay in the folders of Incus before the lab started its daemon, so that `down` removes what came since."""

from __future__ import annotations

import errno
import json
from pathlib import Path

from lab.cache import remove
from lab.state import State

PLACES = (
    "/var/lib/incus",
    "/var/log/incus",
    "/var/cache/incus",
    "/run/incus",
    "/run/lxc",
    "~/.config/incus",
)
_GROUPS = Path("/sys/fs/cgroup")


def remember(state: State) -> None:
    """Keep what lies in the places, once."""
    if state.read("host/traces") is None:
        state.write("host/traces", json.dumps({place: _inside(place) for place in PLACES}))


def remove_since(state: State) -> None:
    """Remove from the places what was not there then; a place that was not there goes itself."""
    kept = state.read("host/traces")
    for place, before in json.loads(kept or "{}").items():
        for name in _inside(place) or []:
            if name not in (before or []):
                remove(Path(place).expanduser() / name)
        if before is None:
            remove(Path(place).expanduser())
    remove_groups("lxc.pivot")


def remove_groups(pattern: str) -> None:
    """Remove the control groups of that name that no process is in.

    The daemon leaves `lxc.pivot` behind, containers that were killed with all else leave theirs.
    """
    for group in [*_GROUPS.glob(pattern), *_GROUPS.glob(f"*/{pattern}")]:
        for inner in sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True):
            _remove_empty(inner)
        _remove_empty(group)


def _remove_empty(group: Path) -> None:
    try:
        group.rmdir()
    except OSError as error:
        if error.errno != errno.EBUSY:
            raise


def _inside(place: str) -> list[str] | None:
    path = Path(place).expanduser()
    return sorted(each.name for each in path.iterdir()) if path.is_dir() else None
