"""`python -m collate`: the same as the command `collate`."""

from __future__ import annotations

import sys

from collate.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
