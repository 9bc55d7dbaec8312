"""What a build loads before it knows whether there is anything to do."""

from __future__ import annotations

import subprocess
import sys


def test_nothing_heavy_is_imported_to_find_that_nothing_changed():
    """pytask alone takes half a second, seven times as long as the rest."""
    names = "{'pytask', 'pandas', 'sphinx', 'nbformat'}"
    code = f"import sys, collate.__main__, collate.pipeline.build\nprint(*sorted({names} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
