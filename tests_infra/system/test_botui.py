from __future__ import annotations

from fixtures.expectations import Unit
from fixtures.facts.system import SystemFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "system.botui.server_url",
    each=lambda env: env.botui,
    severity="high",
    needs=(needs.on("containers.service.active"), needs.bots_server),
)
def test_server_url(expected: Unit, system: SystemFacts) -> None:
    """BotServer answers where the running BotUI looks for it.

    Why: the page loads and every chat fails; without the variable BotUI takes port 8080, whatever BotServer has.
    Fix: set BOTSERVER_URL in the env file of BotUI's unit, then `systemctl restart ui`.
    Source: guide, common errors "botui cant reach server"; program access "botui"; ground truth 10 (its default).
    Instead: common errors "botui cant reach server": 5858 is right only where BotServer's PORT is; by the guide's own
    table of containers it is 8080, and then this is the mistake.
    """
    found = system.server_url(expected)
    remark = f"declared: {system.env.system.botui_server_url}"
    assert_matches(expected, {"answers": True}, found, remark, says=f"{expected.id} finds no BotServer {found.said}")
