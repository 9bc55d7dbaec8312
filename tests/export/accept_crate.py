"""Ask roc-validator whether the folder named first is a Process Run Crate; exit 1 with its objections when not.

It runs in an environment of its own (`make test` makes it) and without a network: the vocabulary that the crate names by address is
read from the package `rocrate`, and the two checks that only ask whether that address answers are left out.
"""

import json
import sys
from pathlib import Path

import rocrate
from rocrate_validator import models, services
from rocrate_validator.utils import document_loader

PROFILE = "process-run-crate-0.5"
ADDRESS_CHECKS = ["ro-crate-1.1_3.1", "ro-crate-1.1_3.2"]
VOCABULARY = json.loads((Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_text(encoding="utf-8"))


def main(folder: str) -> int:
    document_loader._fetch_json_ld = lambda _: VOCABULARY
    settings = {
        "rocrate_uri": folder,
        "profile_identifier": PROFILE,
        "requirement_severity": models.Severity.REQUIRED,
        "skip_checks": ADDRESS_CHECKS,
    }
    result = services.validate(settings)
    for issue in result.get_issues():
        print(issue.check.identifier, issue.message)
    return 0 if result.passed() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
