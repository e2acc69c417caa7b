"""`python -m consolidator.cli`."""

import sys

from consolidator.cli import main

sys.exit(main())
