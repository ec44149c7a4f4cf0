"""Mounts below a folder, and their end."""

from __future__ import annotations

from pathlib import Path

from lab.command import run


def unmount_below(folder: Path) -> None:
    """Unmount everything that is mounted below `folder`, innermost first, also what is still in use."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    points = [line.split()[4] for line in lines]
    for point in sorted((point for point in points if point.startswith(f"{folder}/")), reverse=True):
        run(["umount", "--lazy", point], subject="mounts")
