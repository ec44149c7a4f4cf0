"""`python -m lab VERB`."""

from lab.verbs.cli import main

raise SystemExit(main())
