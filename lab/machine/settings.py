"""Settings of the kernel that the lab changes, and puts back to what they were."""

from __future__ import annotations

from pathlib import Path

from lab.state import State

LEAST = {
    "net/ipv4/ip_forward": 1,
    "fs/inotify/max_user_instances": 1024,
    "kernel/keys/maxkeys": 4000,
    "kernel/keys/maxbytes": 400_000,
}
"""Setting to the least value that the lab needs. All containers share one user's limits: the kernel's 128 inotify
instances are used up by about 25 of them (systemd then ends at its start), its 200 keys by about 14 (a unit then
fails at the step KEYRING)."""


def remember(state: State) -> None:
    """Keep what the settings were before the lab, once: Incus itself switches ip_forward on for a bridge."""
    for name in LEAST:
        if state.read(f"host/settings/{name}") is None:
            state.write(f"host/settings/{name}", _file(name).read_text().strip())


def apply(state: State) -> None:
    """Raise the settings that are too low."""
    remember(state)
    for name, least in LEAST.items():
        if not suffices(name):
            _file(name).write_text(f"{least}\n")


def suffices(name: str) -> bool:
    """Whether a setting is what the lab needs."""
    return int(_file(name).read_text()) >= LEAST[name]


def standing() -> bool:
    """Whether all settings are what the lab needs."""
    return all(suffices(name) for name in LEAST)


def restore(state: State) -> None:
    """Put the settings back to what was kept."""
    for name in LEAST:
        former = state.read(f"host/settings/{name}")
        if former is not None:
            _file(name).write_text(f"{former}\n")


def _file(name: str) -> Path:
    return Path("/proc/sys", name)
