"""BotServer's program cannot run on its container: it has to be built again, and come by CI/CD."""

from __future__ import annotations

from fixers.finding import Finding
from fixers.plan import Counsel
from fixers.remedy import advice
from fixers.system import runnable


@advice(
    "system.botserver_rebuild",
    heals=runnable.OF,
    row="common errors: GLIBC not found, exec format error; CI: GLIBC mismatch; alert playbook: check ldd",
    symptom="the program is built for another machine or a newer glibc, or a library is missing",
    when=lambda finding: runnable.fault(finding) is not None,
)
def tell(finding: Finding) -> Counsel:
    """Never a copy by hand: the guide lets CI/CD alone deploy. A library that is missing may also be installed."""
    found = runnable.fault(finding)
    assert found is not None, "`when` has asked"
    system = finding.env.system
    instance = finding.env.containers["system"].instance
    inside = f"incus exec {instance} --"
    return Counsel(
        (
            *(f"{system.binary}: {each}" for each in found.faults),
            f"the container has {found.libc or 'no glibc'}; what is built on a newer system does not run on it",
        ),
        (
            f"{inside} ldd {system.binary}",
            f"{inside} cat /etc/os-release    # build there, or in an image of the same release (Debian 12)",
            f"{inside} journalctl -u {system.botserver_unit} -n 20 --no-pager",
            "git commit --allow-empty -m 'Build on Debian 12'    # then push, after asking: CI/CD deploys, never scp",
        ),
    )
