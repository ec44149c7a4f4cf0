"""A container whose `sh` prints a banner before everything, as a wrapper around it does, is judged as it is."""

from __future__ import annotations

from pathlib import Path

from lab.site import Lab
from tests.lab.suite import GREEN, ask

WRAP = """
set -eu
cat > /usr/bin/sh.banner <<'END'
#!/bin/dash
echo Welcome to this machine.
echo mind the gap >&2
exec /bin/dash "$@"
END
chmod 755 /usr/bin/sh.banner
ln -sfn sh.banner /usr/bin/sh
"""
UNWRAP = "ln -sfn dash /usr/bin/sh && rm -f /usr/bin/sh.banner"


def test_a_banner_is_no_answer(lab: Lab, tmp_path: Path) -> None:
    node = lab.node("tables")
    try:
        node.run("dash", "-c", WRAP)
        assert node.run("sh", "-c", "echo x").text.splitlines()[0] == "Welcome to this machine."
        ran = ask(tmp_path)
    finally:
        node.run("dash", "-c", UNWRAP)
    assert ran.status == 0, ran.output
    assert set(ran.verdicts.values()) <= GREEN
