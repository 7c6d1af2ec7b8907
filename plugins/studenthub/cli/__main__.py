"""``python -m studenthub.cli``."""

from studenthub.cli import main

raise SystemExit(main())
