"""The README's example does what the README says, in a folder of its own outside claims/."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The README's claim in a copy of the project, run as the README says: parametrize id to results.json's entry."""
    project = tmp_path_factory.mktemp("clone")
    for part in ("harness", "templates"):
        shutil.copytree(ROOT / part, project / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / part, project / part)
    (project / "my_claims").mkdir()
    example = re.search(r"This one is complete:\n\n```python\n(.*?)```", README, re.DOTALL)
    (project / "my_claims" / "test_own.py").write_text(example.group(1), "utf-8")
    run = subprocess.run([sys.executable, "-m", "pytest", "my_claims/"], cwd=project, capture_output=True, text=True)
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout + run.stderr
    assert (project / "reports" / "latest" / "index.html").is_file()
    results = json.loads((project / "reports" / "latest" / "results.json").read_text("utf-8"))
    return {claim["params"]: claim for claim in results["claims"]}


@pytest.mark.parametrize(
    ("params", "verdict", "outcome"),
    [
        ("20-against-5", "supported", "passed"),
        ("5-against-20", "refuted", "failed"),
        ("22-against-20", "inconclusive", "skipped"),
    ],
)
def test_the_example_is_judged_as_the_readme_says(judged, params, verdict, outcome):
    assert (judged[params]["verdict"], judged[params]["outcome"]) == (verdict, outcome)


def test_every_option_is_described():
    options = subprocess.run(
        [sys.executable, "-m", "pytest", "claims", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    told = set(re.findall(r"`(--claims-[a-z-]+)", README))
    assert told == set(re.findall(r"--claims-[a-z]+(?:-[a-z]+)*", options)) - {"--claims-"}
