"""The plugins of the suite, and nothing else."""

pytest_plugins = [
    "fixtures.plugins.collector",
    "fixtures.plugins.expect_commit",  # before what imports it
    "fixtures.plugins.environment",
    "fixtures.plugins.explain",
    "fixtures.plugins.selection",
    "fixtures.plugins.collection",
    "fixtures.plugins.target",
    "fixtures.plugins.severity",
    "fixtures.plugins.listing",
    "fixtures.plugins.ahead",
    "fixtures.plugins.wait",
    "fixtures.plugins.run",
    "fixtures.plugins.plain",
    "fixtures.plugins.exemptions",
    "reports.outcomes",
    "reports.terminal",
    "reports.paths",
    "reports.plugin",
    "reports.html",
    "reports.guide.plugin",
    "fixers.plugin",
    "lab.plugin",
]
