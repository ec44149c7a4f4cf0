"""Where a container may be written to, as its list of mounts tells; the kernel decides."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fixtures.access.process import Completed
from fixtures.facts.vitals import VITALS
from fixtures.parsers.mounts import Mount, above, parse_mounts, read_only
from fixtures.parsers.sections import split
from fixtures.parsers.vitals import parse_disks

ASKED = VITALS[: VITALS.index("section release")]  # the rest is about processes, of which this machine has many
TOP = "/mnt"
NAMES = ("a", "b c", "tab\there", "back\\slash", "\\040", "#", "é", "line\nend")
HOW = ("new", "new,ro", "again,ro", "again,rw", "nameless")

MOUNT = r"""
set -f
mount -t tmpfs -o size=1m none /mnt
mark=$1 script=$2
shift 2
while [ "$1" != -- ]; do
    how=$1 place=$2
    shift 2
    mkdir -p -- "$place" 2>/dev/null || continue
    case $how in
        new) mount -t tmpfs -o size=1m none "$place" ;;
        new,ro) mount -t tmpfs -o size=1m,ro none "$place" ;;
        nameless) mount -t tmpfs -o size=1m '' "$place" ;;
        again,*) mount --bind "$place" "$place" && mount -o "remount,bind,${how#*,}" "$place" ;;
    esac 2>/dev/null
done
shift
for place; do
    said=$(touch -- "$place/written" 2>&1) || case $said in
        *"Read-only file system"*) printf '%s\n' "$place" ;;
        *"No such file or directory"*) ;;
        *) echo "$said" >&2; exit 1 ;;
    esac
done
echo "$mark kernel"
exec sh -c "$script" sh "$mark" "$@"
"""
"""Shell, in a mount namespace of its own: mounts, tries each place, then asks as we ask a container."""

places = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(lambda names: "/".join((TOP, *names)))
stacks = st.lists(st.tuples(st.sampled_from(HOW), places), max_size=5)


@pytest.mark.process
@given(stack=stacks)
@example(stack=[("new,ro", f"{TOP}/a"), ("new", f"{TOP}/a")])
@example(stack=[("new", f"{TOP}/b c"), ("again,ro", f"{TOP}/b c"), ("new", f"{TOP}/b c/a")])
@example(stack=[("nameless", f"{TOP}/back\\slash")])
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_what_may_only_be_read(stack: list[tuple[str, str]]) -> None:
    asked = sorted({place for _, place in stack if "\n" not in place} | {TOP})
    words = [word for how, place in stack for word in (how, place)]
    argv = [
        "unshare",
        "--mount",
        "--propagation=private",
        "sh",
        "-c",
        MOUNT,
        "sh",
        "MARK",
        VITALS,
        *words,
        "--",
        *asked,
    ]
    done = subprocess.run(argv, capture_output=True, check=False)
    kernel, _, rest = done.stdout.partition(b"MARK kernel\n")
    assert rest, done.stderr.decode()
    answers = split("here", Completed(tuple(argv), done.returncode, rest, done.stderr), "MARK")
    mounts = answers.read("mounts", parse_mounts)
    found = {each.partition(" (mounted at ")[0] for each in read_only(answers.answer("places"), mounts)}
    assert found.intersection(asked) == set(kernel.decode().splitlines())
    disks = {each.place for each in answers.read("disks", parse_disks)}
    assert disks <= {each.place for each in mounts} | {"/"}, "each place is told as it is called"


@pytest.mark.parametrize(
    ("text", "mount"),
    [
        ("24 1 0:22 / / rw,relatime - overlay overlay rw,lowerdir=/a", Mount("24", "1", "/", False)),
        (
            r"9 24 0:3 / /mnt/a\040b\134c ro,nosuid shared:7 master:1 - tmpfs - rw",
            Mount("9", "24", "/mnt/a b\\c", True),
        ),
        ("9 24 0:3 /x /nameless rw - tmpfs  rw,size=1024k", Mount("9", "24", "/nameless", False)),
        ("9 24 8:1 / /errors rw shared:1 - ext4 /dev/sda1 rw,errors=remount-ro", Mount("9", "24", "/errors", False)),
        ("9 24 8:1 / /shut rw - ext4 /dev/sda1 ro,errors=remount-ro", Mount("9", "24", "/shut", True)),
    ],
)
def test_lines(text: str, mount: Mount) -> None:
    assert parse_mounts(text) == (mount,)


@pytest.mark.parametrize("text", ["", "cat: /proc/self/mountinfo: No such file or directory", "a b", "1 2 3 4 5 6 7"])
def test_what_is_no_list_of_mounts(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_mounts(text)


def test_the_way_from_mount_to_mount() -> None:
    root, over = Mount("1", "0", "/", False), Mount("2", "1", "/", False)
    beside, log = Mount("3", "2", "/var/lo", True), Mount("4", "2", "/var/log", False)
    hidden, top = Mount("5", "1", "/srv", True), Mount("6", "4", "/var/log", True)
    mounts = (top, root, over, beside, log, hidden)
    assert above(mounts, "/var/log/journal") == top
    assert above(mounts, "/var/lost") == over
    assert above(mounts, "/srv/data") == over, "what `/` was mounted over is out of reach"
    with pytest.raises(ValueError, match="nothing is mounted at /"):
        above((log,), "/srv")
