"""The image of all containers: Debian 12 with real systemd and every service of the archive, all of them off."""

from __future__ import annotations

import io
import shutil
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path

from lab.cache import Cache, key, remove
from lab.command import run
from lab.machine.apt import RELEASE, Source, configured, with_backports
from lab.machine.mounts import unmount_below
from lab.progress import task

BASE = [
    "systemd",
    "systemd-sysv",
    "dbus",
    "ifupdown",
    "iproute2",
    "procps",
    "curl",
    "openssl",
    "git",
    "lsof",
    "zstd",
    "ca-certificates",
    "netcat-openbsd",
    "python3-minimal",
    "python3",
    "openssh-client",
    "iputils-ping",
    "nftables",
    "iptables",
    "less",
]
SERVICES = ["postgresql-15", "postfix", "dovecot-imapd"]
BACKPORTS = ("valkey-server", "valkey-tools")

_SCRIPT = """\
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
apt-get -qq update
options='--yes --no-install-recommends -oDpkg::Options::=--force-confold'
apt-get -qq install $options $SERVICES
apt-get -qq install $options -t $RELEASE-backports $BACKPORTS
rm -f /usr/sbin/policy-rc.d /etc/network/if-up.d/postfix
systemctl disable -q postgresql postfix dovecot dovecot.socket valkey-server 2>/dev/null || true
systemctl mask -q apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \\
    e2scrub_reap.service fstrim.timer systemd-networkd.service systemd-networkd.socket \\
    systemd-networkd-wait-online.service systemd-firstboot.service systemd-logind.service console-getty.service \\
    postgresql-common.timer pg_basebackup@.timer sys-kernel-debug.mount sys-kernel-tracing.mount
systemctl set-default -q multi-user.target
mkdir -p /opt/gbo/bin /opt/gbo/conf /opt/gbo/logs /opt/gbo/data
rm -rf /var/cache/apt/* /var/lib/apt/lists/* /usr/share/doc/* /usr/share/man/* /usr/share/locale/* /var/log/*
rm -f /etc/machine-id /var/lib/dbus/machine-id /etc/hostname /etc/resolv.conf
touch /etc/machine-id
mkdir -p /var/log/journal
"""
_DPKG = "force-unsafe-io\n"
_METADATA = """\
architecture: x86_64
creation_date: {created}
properties:
  description: gbo-lab container, Debian 12
  os: Debian
  release: bookworm
templates:
  /etc/network/interfaces: {{when: [create], template: interfaces.tpl}}
  /etc/resolv.conf: {{when: [create], template: resolver.tpl}}
  /etc/hosts: {{when: [create], template: hosts.tpl}}
"""
_TEMPLATES = {
    "interfaces.tpl": """\
auto lo
iface lo inet loopback

auto eth0
iface eth0 inet static
    address {{ config_get("user.lab.address", "") }}/{{ config_get("user.lab.prefix", "") }}
    gateway {{ config_get("user.lab.gateway", "") }}
""",
    "resolver.tpl": """\
nameserver {{ config_get("user.lab.dns", "") }}
nameserver {{ config_get("user.lab.gateway", "") }}
options timeout:1 attempts:2
""",
    "hosts.tpl": """\
127.0.0.1 localhost
{{ config_get("user.lab.address", "") }} {{ instance.name }}
""",
}
"""Incus fills these in at an instance's first start, from the instance's own configuration."""


@dataclass(frozen=True)
class Image:
    """The two halves that Incus imports, and the content key of both."""

    metadata: Path
    rootfs: Path
    key: str


def build(cache: Cache) -> Image:
    """The image, built unless the cache has it. Raises `LabError` with the words of debootstrap or apt."""
    sources = with_backports(configured())
    recipe = key(BASE, SERVICES, BACKPORTS, _SCRIPT, _DPKG, [source.suite for source in sources])
    folder = cache.path("image", recipe)
    if not folder.is_dir():
        _clear(cache, folder.name)
        with task("image", "build from Debian packages"), cache.making(folder) as partial:
            partial.mkdir()
            _build(cache, sources, partial)
        for other in folder.parent.iterdir():
            if other != folder:
                remove(other)
    name = key(recipe, _METADATA, _TEMPLATES)
    metadata = cache.path("image", f"{name}.tar")
    if not metadata.exists():
        with cache.making(metadata) as partial:
            _describe(partial)
    return Image(metadata, folder / "rootfs.tar", name)


def _clear(cache: Cache, name: str) -> None:
    """Remove what an interrupted build left, with what debootstrap had mounted in it."""
    for stale in cache.path("partial", name).parent.glob(f"*-{name}"):
        unmount_below(stale)
        remove(stale)


def _describe(target: Path) -> None:
    with tarfile.open(target, "w") as archive:
        texts = {f"templates/{name}": text for name, text in _TEMPLATES.items()}
        texts["metadata.yaml"] = _METADATA.format(created=int(time.time()))
        for name, text in texts.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))


def _build(cache: Cache, sources: list[Source], target: Path) -> None:
    main = next(source for source in sources if source.suite == RELEASE)
    root = target / "rootfs"
    debs = cache.path("image-debs", "x").parent
    quiet = {"LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    run(
        [
            "debootstrap", "--variant=minbase", f"--keyring={main.keyring}", f"--cache-dir={debs}",
            f"--include={','.join(BASE)}", RELEASE, str(root), main.uri,
        ],
        timeout=900, env=quiet, subject="image",
    )  # fmt: skip
    (root / "etc/dpkg/dpkg.cfg.d/lab").write_text(_DPKG)
    inside = [Source(source.uri, source.suite, "/usr/share/keyrings/debian-archive-keyring.gpg") for source in sources]
    (root / "etc/apt/sources.list").write_text("".join(f"{source.line}\n" for source in inside))
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    script = f"RELEASE={RELEASE}; SERVICES='{' '.join(SERVICES)}'; BACKPORTS='{' '.join(BACKPORTS)}'\n{_SCRIPT}"
    run(["chroot", str(root), "sh", "-c", script], timeout=900, env=quiet, subject="image")
    run(
        ["tar", "-C", str(root), "--numeric-owner", "--xattrs", "-cf", str(target / "rootfs.tar"), "."],
        timeout=300, subject="image",
    )  # fmt: skip
    shutil.rmtree(root)
