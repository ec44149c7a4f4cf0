"""Which instances there are."""

from __future__ import annotations

from fixtures.expectations import Container, Inventory
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import OneOf


@check("containers.inventory.complete", each=lambda env: env.containers.values(), severity="critical", smoke=True)
def test_complete(expected: Container, containers: ContainersFacts) -> None:
    """The declared instance exists, or may be missing.

    Why: a service whose container is gone cannot be restarted, only restored.
    Fix: restore the instance from its backup; if it was renamed, declare `instance` in environments/.
    Source: guide, container architecture.
    """
    others = containers.instead_of(expected)
    says = f"there is no instance {expected.instance}; there are {', '.join(others or ())}"
    may_be = OneOf(True, False) if expected.optional else True
    assert_matches(expected, {"exists": may_be}, {"exists": others is None}, says=says)


@check("containers.inventory.declared", each=lambda env: (env.inventory,), severity="medium")
def test_declared(expected: Inventory, containers: ContainersFacts) -> None:
    """Every instance of the project is declared.

    Why: what nobody declared, nobody watches: it is not asked about, not backed up and not updated.
    Fix: declare it in environments/, move it to a project of its own, or remove it.
    Source: guide, daily health check "incus list"; catalogue.
    """
    undeclared = containers.instances() - frozenset((*expected.instances, *expected.optional))
    assert_matches(expected, {"undeclared": frozenset()}, {"undeclared": undeclared})
