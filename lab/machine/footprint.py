"""What the lab has on this machine, to be compared before `up` and after `down`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from lab.cache import Cache
from lab.command import run
from lab.machine import settings, traces
from lab.state import State

_PROGRAMS = re.compile(r"incusd|\[lxc monitor\]|lxcfs|dnsmasq|forkproxy|forkdns|forkfile|/sbin/init$")
_PLACES = (*traces.PLACES, "/run/netns", "/etc/netns")


def footprint() -> dict[str, list[str]]:
    """Processes, interfaces, firewall rules, mounts, namespaces, loop devices, files, settings; each sorted."""
    return {
        "processes": _processes(),
        "interfaces": sorted(path.name for path in Path("/sys/class/net").iterdir()),
        "rules": _rules(),
        "mounts": _mounts(),
        "namespaces": _names("/run/netns"),
        "loops": _loops(),
        "files": _files(),
        "control groups": sorted(str(path) for path in Path("/sys/fs/cgroup").glob("**/lxc*") if path.is_dir()),
        "settings": [f"{name}={Path('/proc/sys', name).read_text().strip()}" for name in settings.LEAST],
    }


def _names(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).glob("*"))


def _processes() -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            inside = "/lxc" in (path / "cgroup").read_text()
        except OSError:
            continue  # it ended while we looked
        if words and (inside or _PROGRAMS.search(words)):
            found.append(words)
    return sorted(found)


def _rules() -> list[str]:
    found = []
    for program in ("iptables-save", "ip6tables-save", "iptables-legacy-save"):
        if shutil.which(program):
            lines = run([program], check=False).text.splitlines()
            found += [f"{program}: {line}" for line in lines if line.startswith("-A")]
    if shutil.which("nft"):
        rules = json.loads(run(["nft", "-j", "list", "ruleset"], check=False).text or '{"nftables": []}')
        for item in rules["nftables"]:
            if "rule" in item:
                rule = item["rule"]
                found.append(f"nft: {rule['family']} {rule['table']} {rule['chain']} {rule.get('comment', '')}")
    return sorted(found)


def _mounts() -> list[str]:
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    return sorted(line.split()[4] for line in lines)


def _loops() -> list[str]:
    found = []
    for path in Path("/sys/block").glob("loop*/loop/backing_file"):
        found.append(f"{path.parts[3]} {path.read_text().strip()}")
    return sorted(found)


def _files() -> list[str]:
    found = []
    for place in (str(State().root), *_PLACES):
        path = Path(place).expanduser()
        if path.exists():
            found += [str(path), *(str(each) for each in path.iterdir())]
    cache = Cache().root
    return sorted(found) + ([f"{cache} (the cache)"] if cache.exists() else [])
