"""Workers that start while pytest collects: when, with what, and what is left of them."""

import os
from pathlib import Path

import pytest

from harness.campaign.workers.capacity import worker_count
from tests.projects import Project

CLAIMS = """
import pytest
from harness import Network, at_least, claim

NETWORK = Network(
    data="xor", hidden=(4,), activation="relu", dropout=0.0, optimizer="sgd", learning_rate=0.1, batch_size=32, epochs=1
)

@claim("A", says="It learns.")
@pytest.mark.parametrize("question", [at_least(ARM, on="test_accuracy", value=0.1)])
def test_it_learns(question, judge):
    assert judge(question)
"""
CONFTEST = """
import os
from pathlib import Path
import pytest

def workers():
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [child for child in children if "LokyProcess" in Path(f"/proc/{child}/cmdline").read_text()]

def pytest_collection_finish(session):
    pytest.exit(f"workers: {' '.join(workers())}", returncode=3)
"""
KERAS, SKLEARN = "NETWORK", 'NETWORK.with_(library="sklearn")'

pytestmark = pytest.mark.skipif(not Path(f"/proc/self/task/{os.getpid()}/children").exists(), reason="needs Linux")


def workers_after_collection(folder, *args, arm=KERAS, marks="", stored=False):
    """Return the process ids of the workers that there are when all is collected, and end the session there."""
    project = Project(folder, claims=CLAIMS.replace("ARM", arm).replace("@claim", f"{marks}\n@claim"))
    (project.folder / "claims" / "conftest.py").write_text(CONFTEST)
    if stored:
        store = project.folder / ".pytest_cache" / "d" / "claims" / "runs.sqlite"
        store.parent.mkdir(parents=True)
        store.touch()
    outcome = project.pytest("claims", *args)
    [line] = [line for line in outcome.lines if "workers:" in line]
    return [int(word) for word in line.partition("workers:")[2].split() if word.isdecimal()]


@pytest.mark.parametrize(
    ("args", "stored"), [([], False), (["--claims-fresh"], True)], ids=["no-store", "store-not-used"]
)
def test_where_nothing_is_stored_workers_start_before_all_is_collected_and_end_with_the_session(tmp_path, args, stored):
    early = workers_after_collection(tmp_path, *args, stored=stored)
    assert len(early) == worker_count()
    for pid in early:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(
    ("args", "options"),
    [
        ([], {"stored": True}),
        ([], {"arm": SKLEARN}),
        ([], {"marks": "@pytest.mark.skip"}),
        (["--claims-dry-run"], {}),
        (["--collect-only"], {}),
        (["--claims-scheduler", "tcp://127.0.0.1:1"], {}),
    ],
    ids=["stored", "not-keras", "skipped", "dry-run", "collect-only", "cluster"],
)
def test_nothing_starts_where_it_may_not_be_needed(tmp_path, args, options):
    assert workers_after_collection(tmp_path, *args, **options) == []
