"""A unit is enabled for a target that no boot reaches: its file was copied from a desktop."""

from __future__ import annotations

from lab.faults.edited import edited

ROWS = ("D10",)
RED = ("containers.service.enabled[meet:livekit]",)
inject, heal = edited(
    "meet",
    "/etc/systemd/system/livekit.service",
    "s/^WantedBy=.*/WantedBy=graphical.target/",
    "systemctl daemon-reload; systemctl reenable --quiet livekit",
)
