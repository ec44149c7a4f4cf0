"""The plugins of the suite, and nothing else."""

pytest_plugins = [
    "fixtures.plugins.collector",
    "fixtures.plugins.environment",
    "fixtures.plugins.explain",
    "fixtures.plugins.selection",
    "fixtures.plugins.collection",
    "fixtures.plugins.target",
    "fixtures.plugins.wait",
    "fixtures.plugins.run",
    "fixtures.plugins.exemptions",
    "reports.outcomes",
    "reports.terminal",
    "reports.paths",
    "reports.plugin",
    "reports.html",
    "fixers.plugin",
    "lab.plugin",
]
