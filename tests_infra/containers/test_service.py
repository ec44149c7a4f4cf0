"""systemd units."""

from __future__ import annotations

from fixtures.expectations import Container, Unit
from fixtures.facts.containers import ContainersFacts
from fixtures.parsers import units
from fixtures.texts import many
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import OneOf


@check(
    "containers.service.active",
    each=lambda env: env.units,
    severity="critical",
    smoke=True,
    needs=(needs.instance, needs.by_hand),
    causes=(needs.start,),
)
def test_active(expected: Unit, containers: ContainersFacts) -> None:
    """The unit is loaded and active, in the state that is declared or usual for its kind.

    Why: a service that is down is an outage; an umbrella (`postgresql` in Debian) is only as active as its parts.
    Fix: `systemctl restart UNIT` in the container; `journalctl -u UNIT` says why.
    Source: guide, daily health check "is-active botserver", "is-active ui"; common errors "connection refused"; Vault
    troubleshooting "check systemd"; container architecture.
    """
    found = containers.unit(expected)
    subs = (expected.sub,) if expected.sub else found.usual
    down = frozenset(str(each) for each in containers.parts(expected) if each.sub not in each.usual)
    declared = {
        "load": "loaded",
        "active": OneOf(*units.active_of(subs)),
        "sub": OneOf(*subs),
        "parts_down": frozenset(),
    }
    state = {"load": found.load, "active": found.active, "sub": found.sub, "parts_down": down}
    remarks = (*containers.intruders(expected), f"result {found.result}", f"restarted {many(found.restarts, 'time')}")
    assert_matches(expected, declared, state, ", ".join(remarks))


@check(
    "containers.service.enabled",
    each=lambda env: env.units,
    severity="medium",
    needs=(needs.on("containers.service.active"),),
)
def test_enabled(expected: Unit, containers: ContainersFacts) -> None:
    """The unit comes back after a restart of its container, by all its declared names: a boot starts it, and it can.

    Why: what was started by hand is gone after the next power cut; so is what is enabled for a target that no boot
    reaches, or whose program or environment file somebody has moved away since it was started.
    Fix: `systemctl enable UNIT` in the container; a unit without [Install] needs one, or a timer that starts it.
        Enabled, and brought up by nothing: compare its `WantedBy` with `systemctl get-default`.
    Source: guide, environment context "systemctl".
    """
    found = containers.coming_back(expected)
    usual = (*units.AT_BOOT, *(units.BY_OTHERS if found.starters else ()))
    declared: dict[str, object] = {"enabled": OneOf(*(expected.enabled or usual)), "missing_names": frozenset()}
    declared |= {"lacks": frozenset()} | ({} if expected.enabled else {"started_at_boot": True})
    missing = frozenset(map(units.file_name, expected.aliases)) - found.names
    assert_matches(expected, declared, vars(found) | {"missing_names": missing}, found.remark)


@check(
    "containers.service.stable",
    each=lambda env: env.units,
    severity="high",
    needs=(needs.on("containers.service.active"),),
    causes=(needs.start,),
)
def test_stable(expected: Unit, containers: ContainersFacts) -> None:
    """The unit runs on: systemd does not start it over and over.

    Why: one that ends every few seconds is active whenever somebody looks, and loses what it was asked every time.
    Fix: `journalctl -u UNIT` says why it ends; a program that ends with 0 loops as well where Restart=always.
    Source: guide, daily health check "is-active botserver", "is-active ui"; ground truth 12.
    """
    found = containers.restarting(expected)
    assert_matches(expected, {"loops": False}, found, str(found))


@check(
    "containers.units.none_failed",
    each=lambda env: env.containers.values(),
    severity="medium",
    needs=(needs.instance,),
)
def test_none_failed(expected: Container, containers: ContainersFacts) -> None:
    """No systemd unit of the container has failed beside the declared ones, which are asked about one by one.

    Why: a unit that nobody declared can still be what a declared one stands on.
    Fix: `systemctl --failed` in the container lists them; ask `journalctl -u` why, then restart or reset-failed each.
    Source: guide, environment context "systemctl".
    """
    failed = containers.failed_units(expected) - containers.declared_units(expected)
    assert_matches(expected, {"failed": frozenset()}, {"failed": failed})
