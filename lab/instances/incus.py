"""Incus as the lab uses it: its own project, pool, bridge, image and instances, through the `incus` command."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

from fixtures.errors import UserMistake
from lab.command import Completed, run
from lab.errors import LabError
from lab.instances.image import Image

POOL_SIZE = "30GiB"
"""Upper limit of the pool's sparse file."""


_SETTING = threading.Lock()


class Incus:
    """One project; every command names it, so that no other project's things can be meant."""

    def __init__(self, project: str, bridge: str, pool: str = "") -> None:
        self.project = project
        self.pool = pool or project
        self.bridge = bridge
        self.image = f"{project}-image"

    def call(self, *argv: str, input: bytes = b"", timeout: float | None = 120, check: bool = True) -> Completed:
        """Run `incus ARGV` in the project. Raises `LabError` with its words when it fails."""
        return run(
            ["incus", "--project", self.project, *argv],
            input=input, timeout=timeout, check=check, subject=f"incus {argv[0]}",
        )  # fmt: skip

    def query(
        self, path: str, method: str = "GET", data: Mapping[str, object] | None = None, timeout: float = 180
    ) -> Any:
        """Ask the API about something in the project and wait for the operation it starts."""
        url = f"{path}{'&' if '?' in path else '?'}project={self.project}"
        argv = ["incus", "query", "--wait", "-X", method, url]
        if data is not None:
            argv += ["-d", json.dumps(data)]
        text = run(argv, timeout=timeout, subject=f"incus {method} {path}").text
        return json.loads(text) if text.strip() else None

    def exists(self, kind: str, name: str) -> bool:
        """Whether a pool, network or project of that name exists (`kind` as in the API's path)."""
        done = run(["incus", "query", f"/1.0/{kind}/{name}"], check=False, timeout=30)
        if done.status and b"not found" not in done.stderr.lower():
            raise LabError(f"incus could not be asked about {kind}/{name}: {done.stderr.decode()}")
        return done.status == 0

    def create_base(self, address: str) -> None:
        """Create pool, bridge, project and profile, each unless it is there; `address` like 10.0.9.1/24."""
        if not self.exists("storage-pools", self.pool):
            run(["incus", "storage", "create", self.pool, *pool_driver()], timeout=120, subject="incus pool")
        if not self._ours("networks", self.bridge):
            run(
                ["incus", "network", "create", self.bridge, f"ipv4.address={address}", "ipv4.nat=true",
                 "ipv6.address=none", "user.lab=1"],
                subject="incus network",
            )  # fmt: skip
        if not self._ours("projects", self.project):
            run(
                ["incus", "project", "create", self.project, "-c", "features.networks=false",
                 "-c", "user.lab=1"],
                subject="incus project",
            )  # fmt: skip
        devices = {"root": {"type": "disk", "path": "/", "pool": self.pool}}
        profile = self.query("/1.0/profiles/default")
        if profile["devices"] != devices:
            self.query("/1.0/profiles/default", "PUT", {"config": {}, "description": "lab", "devices": devices})

    def _ours(self, kind: str, name: str) -> bool:
        """Whether it is there. Raises `UserMistake` when it is, and somebody else made it."""
        if not self.exists(kind, name):
            return False
        found = json.loads(run(["incus", "query", f"/1.0/{kind}/{name}"], subject="incus query").text)
        if found["config"].get("user.lab") != "1":
            raise UserMistake(f"Incus has {kind}/{name} already, and not from the lab: rename it, or remove it")
        return True

    def made(self, kind: str) -> list[str]:
        """The names of all networks or projects that we made."""
        found = json.loads(run(["incus", "query", f"/1.0/{kind}?recursion=1"], subject="incus query").text)
        return [each["name"] for each in found if (each["config"] or {}).get("user.lab") == "1"]

    def import_image(self, image: Image) -> str:
        """Import the image unless the project has it; give its alias."""
        alias = f"{self.image}-{image.key}"
        if alias not in {known["name"] for known in self.query("/1.0/images/aliases?recursion=1")}:
            self.call("image", "import", str(image.metadata), str(image.rootfs), "--alias", alias, timeout=300)
        return alias

    def instances(self) -> dict[str, dict[str, Any]]:
        """Every instance of the project with its state, by name."""
        found = self.query("/1.0/instances?recursion=2")
        return {instance["name"]: instance for instance in found}

    def status(self, name: str) -> str:
        """The status word of an instance: Running, Stopped, Frozen, ..."""
        return str(self.query(f"/1.0/instances/{name}")["status"])

    def create_instance(self, name: str, image: str, address: IPv4Interface, config: Mapping[str, str]) -> None:
        """Create a stopped instance with its network card pinned to `address`, and what its image fills in."""
        self.query(
            "/1.0/instances", "POST",
            {
                "name": name,
                "type": "container",
                "source": {"type": "image", "alias": image},
                "profiles": ["default"],
                "config": {"boot.autostart": "true", **config},
                "devices": {
                    "eth0": {"type": "nic", "name": "eth0", "network": self.bridge, "ipv4.address": str(address.ip)}
                },
            },
        )  # fmt: skip

    def delete_instance(self, name: str) -> None:
        """Stop an instance, whatever it does, and delete it."""
        self.call("delete", "--force", name)

    def delete_project(self) -> None:
        """Delete the images and the project."""
        for image in self.query("/1.0/images?recursion=1"):
            self.call("image", "delete", image["fingerprint"])
        run(["incus", "project", "delete", self.project], subject="incus project")

    def delete_network(self) -> None:
        """Delete the bridge, if it is there."""
        if self.exists("networks", self.bridge):
            run(["incus", "network", "delete", self.bridge], subject="incus network")

    def delete_pool(self) -> None:
        """Delete the pool with its file, if it is there."""
        if self.exists("storage-pools", self.pool):
            run(["incus", "storage", "delete", self.pool], subject="incus pool")

    def outdated(self, alias: str) -> bool:
        """Whether an instance was made from another image than the one of that alias."""
        image = self.query(f"/1.0/images/aliases/{alias}")["target"]
        found = self.instances().values()
        return any(instance["config"].get("volatile.base_image") != image for instance in found)

    def change_state(self, name: str, action: str, *, force: bool = False) -> None:
        """Start, stop, restart, freeze or unfreeze an instance."""
        self.query(f"/1.0/instances/{name}/state", "PUT", {"action": action, "timeout": 30, "force": force})

    def config(self, name: str, key: str) -> str:
        """One configuration key of an instance; empty when it is not set."""
        return self.call("config", "get", name, key).text

    def set_config(self, name: str, key: str, value: str) -> None:
        """Set one key of an instance, whatever else is set of it meanwhile, which `incus config set` refuses."""
        with _SETTING:
            self.query(f"/1.0/instances/{name}", "PATCH", {"config": {key: value}})


def pool_driver() -> list[str]:
    """Driver and options of the pool: btrfs in a sparse file, plain folders where the kernel has no btrfs."""
    if "btrfs" not in Path("/proc/filesystems").read_text():
        run(["modprobe", "btrfs"], check=False)
    if "btrfs" in Path("/proc/filesystems").read_text():
        return ["btrfs", f"size={POOL_SIZE}"]
    return ["dir"]
