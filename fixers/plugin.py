"""`--fix=plan` prints what would be done; `--fix` does it, asks the same check again, and only then says fixed."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import pytest

from fixers.errors import FixingElsewhere, JournalBroken
from fixers.fixer import Fixer
from fixers.journal import state_folder
from fixers.offers import Offers
from fixers.planned import healing
from fixers.remedy import RISKS, Advice, Remedy, every
from fixtures.pages import page
from fixtures.session import HEALS, REMEDIES, asks_nothing, run_of

MODES = ("plan", "script", "apply")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("infrastructure")
    group.addoption(
        "--fix",
        nargs="?",
        const="apply",
        choices=MODES,
        help="repair what has a remedy; --fix=plan only says how, --fix=script says it as a shell script",
    )
    group.addoption("--fix-allow", default="", metavar="RISKS", help="allow data, network, secrets (with commas)")
    group.addoption("--confirm", action="append", default=[], metavar="PLAN_ID", help="this plan may be carried out")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse combinations that cannot be safe, and say to others which remedies there are."""
    config.stash[REMEDIES] = lambda: frozenset(each.id for each in every())
    config.stash[HEALS] = healing
    if config.getoption("--fix") and (config.getoption("numprocesses", None) or config.getoption("tx", None)):
        raise pytest.UsageError(
            "--fix and -n exclude each other, as do --fix and --tx: repairs are made one after the other; leave it out"
        )
    if unknown := set(filter(None, config.getoption("--fix-allow").split(","))) - set(RISKS):
        raise pytest.UsageError(f"--fix-allow: {', '.join(sorted(unknown))} is none of {', '.join(RISKS)}")


@pytest.hookimpl(optionalhook=True)
def pytest_explained() -> Mapping[str, Callable[[], str]]:
    """Every remedy that is written."""
    return {remedy.id: functools.partial(_page, remedy) for remedy in every()}


def _page(healer: Remedy | Advice) -> str:
    told = healer.planner if isinstance(healer, Remedy) else healer.adviser
    rows = {"Symptom": healer.symptom, "Row": healer.row, "Heals": ", ".join(healer.heals)}
    if isinstance(healer, Remedy):
        rows["Right"] = healer.right
    rows["Does"] = " ".join((told.__doc__ or "").split())
    kind = f"a remedy, {healer.risk}" if isinstance(healer, Remedy) else "an advice: nothing is changed"
    return page(f"{healer.id}  ({kind})", rows.items())


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """One fixing run a platform, with a whole journal; what an earlier run left half-way is said first."""
    config = session.config
    run = run_of(config)
    if run is None or asks_nothing(config):
        return
    run.offers.append(Offers(run))
    if not config.getoption("--fix"):
        return
    try:
        fixer = Fixer(config, run)
    except (JournalBroken, FixingElsewhere) as error:
        raise pytest.UsageError(str(error)) from error
    except OSError as error:
        place = f"{error.filename or state_folder(run.env.name)}: {error.strerror}"
        raise pytest.UsageError(f"no journal can be kept in {place}; name another place by XDG_STATE_HOME") from error
    config.pluginmanager.register(fixer, "infrastructure-fixer")
    run.recourses.append(fixer)
