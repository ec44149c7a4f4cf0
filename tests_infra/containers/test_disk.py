"""Room on disk."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.facts.containers import ContainersFacts
from fixtures.parsers.vitals import MIB
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("containers.disk.free", each=lambda env: env.containers.values(), severity="high", needs=(needs.instance,))
def test_free(expected: Container, containers: ContainersFacts) -> None:
    """Every file system of the instance has room left, for bytes and for files, and can be written to.

    Why: a full one stops databases and logs first, and what cannot write says anything but that.
    Fix: full: `du -xh --max-depth=2 / | sort -h | tail` there, of files `du --inodes`; logs and old backups go first.
        Read-only: the kernel makes it so after an error of the disk, `dmesg` on the host; never just mount it again.
    Source: catalogue; operators' practice: the guide's daily health check does not look.
    """
    share, size = expected.disk_free_share, int(expected.disk_free_gib * 1024 * MIB)
    full = tuple(str(each) for each in containers.disks(expected) if each.lacks_room(share, size))
    shut = containers.read_only(expected)
    little = f"less than {share:.0%} and {expected.disk_free_gib:g} GiB"
    said = [f"{what}: {'; '.join(places)}" for what, places in ((little, full), ("read-only", shut)) if places]
    says = f"{expected.id}: {', and '.join(said)}"
    assert_matches(expected, {"full": (), "read-only": ()}, {"full": full, "read-only": shut}, says=says)
