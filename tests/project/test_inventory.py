"""The whole tutorial is accounted for: every statement is a claim with a test, or listed as untestable."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from claims.sections import SECTIONS
from claims.untestable import UNTESTABLE

ROOT = Path(__file__).parents[2]
INVENTORY = ROOT.parent / "shared" / "CLAIMS.md"
TUTORIAL_SECTIONS = set(SECTIONS)

# Collects in a process of its own, to see what it imports and to leave this session's plugins alone.
COLLECT = """
import json, sys
import pytest

class Recorder:
    def pytest_collection_finish(self, session):
        self.items = session.items

recorder = Recorder()
status = pytest.main(["claims", "--collect-only", "-q", "-p", "no:cacheprovider"], plugins=[recorder])
marked = [(item, item.get_closest_marker("claim")) for item in recorder.items]
collected = {
    "status": int(status),
    "imported": [name for name in ("tensorflow", "keras") if name in sys.modules],
    "unclaimed": [item.nodeid for item, mark in marked if mark is None],
    "claims": [[mark.kwargs["id"], mark.kwargs["section"], item.get_closest_marker("exact") is not None]
               for item, mark in marked if mark],
    "says": {mark.kwargs["id"]: mark.kwargs["says"] for _, mark in marked if mark},
}
print("\\n" + json.dumps(collected))
"""


@pytest.fixture(scope="module")
def collected():
    """What pytest collects from claims/, without running any of it."""
    run = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    result = json.loads(run.stdout.splitlines()[-1])
    assert result["status"] == pytest.ExitCode.OK, run.stdout + run.stderr
    return result


@pytest.fixture(scope="module")
def inventory():
    """Each id of the inventory and its kinds, such as MB2: I, X."""
    if not INVENTORY.exists():
        pytest.skip(f"the inventory of the tutorial's claims is not here: {INVENTORY}")
    rows = [
        [cell.strip() for cell in line.strip("| \n").split(" | ")]
        for line in INVENTORY.read_text("utf-8").splitlines()
        if re.match(r"\| [A-Z]{2}\d+ \|", line)
    ]
    ids = [row[0] for row in rows]
    assert ids
    assert len(set(ids)) == len(ids)
    return {row[0]: re.findall(r"\b[SPMIXB]\b", row[-1]) for row in rows}


def test_the_readme_lists_every_claim_in_its_words(collected):
    rows = [f"| {claim_id} | {says} |" for claim_id, says in collected["says"].items()]
    table = "\n".join(["| id | the tutorial's claim, in our words |", "| --- | --- |", *rows])
    assert f"<!-- claims -->\n{table}\n<!-- end of claims -->" in (ROOT / "README.md").read_text("utf-8"), (
        f"README.md needs this table:\n{table}"
    )


def test_collecting_the_claims_imports_no_tensorflow(collected):
    assert collected["imported"] == []


def test_every_test_in_claims_is_a_claim(collected):
    assert collected["unclaimed"] == []


def test_every_section_is_covered(collected):
    covered = {section for _, section, _ in collected["claims"]}
    assert covered | {entry.section for entry in UNTESTABLE} == TUTORIAL_SECTIONS


def test_the_ids_are_those_of_the_inventory(collected, inventory):
    ids = {claim_id for claim_id, *_ in collected["claims"]}
    assert ids - set(inventory) == set(), "claims that the inventory does not know"
    assert set(inventory) - ids == set(), "claims of the inventory without a test"


def test_exact_claims_are_those_of_kind_x(collected, inventory):
    exact = {claim_id for claim_id, _, is_exact in collected["claims"] if is_exact}
    assert exact == {claim_id for claim_id, kinds in inventory.items() if "X" in kinds}


def test_untestable_statements_are_complete_sentences_of_a_section():
    assert len({entry.says for entry in UNTESTABLE}) == len(UNTESTABLE)
    for entry in UNTESTABLE:
        assert entry.section in TUTORIAL_SECTIONS
        assert entry.says.endswith(".")
        assert entry.reason.endswith(".")


def test_untestable_statements_refer_to_claims_that_exist(collected):
    ids = {claim_id for claim_id, *_ in collected["claims"]}
    for entry in UNTESTABLE:
        assert set(re.findall(r"\b[A-Z]{2}\d+\b", entry.reason)) <= ids
