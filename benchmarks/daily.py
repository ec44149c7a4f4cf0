"""The smoke run against a shell script of the guide's Daily Health Check, which asks eight questions one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from benchmarks.figure import Figure, medians, process
from benchmarks.floor import PYTEST
from lab.site import Lab

SCRIPT = Path(__file__).with_name("daily.sh")
HEALTHY = ("active\nactive\nOK\nOK\nVault OK\n", "OK\n")
"""What it must print on a healthy lab, or it was not measured doing its work."""


def figures() -> Iterator[Figure]:
    """The one figure."""
    lab = Lab.open()
    with NamedTemporaryFile() as authority:
        authority.write(lab.pki.ca_pem)
        authority.flush()
        place = {
            "PROJECT": lab.env.access.project,
            "SYSTEM": lab.env.domains.system,
            "PROXY": lab.addresses[lab.env.containers["proxy"].instance],
            "CA": authority.name,
        }
        script = process(["bash", str(SCRIPT)], also=place)
        answer = script()
        if any(text not in answer for text in HEALTHY):
            raise SystemExit(f"the daily health check does not find the lab healthy:\n{answer}")
        seconds = medians({"script": script, "smoke": process([*PYTEST, "--env=lab", "-m", "smoke"])})
    said = f"smoke {seconds['smoke']:.2f} s, the guide's Daily Health Check as a shell script {seconds['script']:.2f} s"
    yield Figure("smoke run / daily health check", seconds["smoke"] / seconds["script"], None, said)
