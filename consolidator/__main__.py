"""`python -m consolidator`."""

import sys

try:
    from consolidator.cli import main
except KeyboardInterrupt:
    # What answers to Ctrl-C otherwise is not loaded yet.
    sys.stderr.write("error: interrupted. Run the command again; nothing was left half done\n")
    sys.exit(130)

sys.exit(main())
