"""Each example is what its README says: a suite that anybody can run, with these verdicts."""

import json
import os
import re
import shlex
import subprocess
import sys

import pytest

from tests.projects import ROOT

EXAMPLES = {
    "csv_table": {"CT1": "supported", "CT2": "refuted", "CT3": "supported"},
    "keras_models": {"KM1": "refuted", "KM2": "refuted", "KM3": "supported"},
    "program": {"PR1": "supported", "PR2": "supported", "PR3": "supported"},
    "pytorch_function": {"PT1": "supported", "PT2": "supported"},
    "recorded_runs": {"RR1": "supported", "RR2": "refuted", "RR3": "inconclusive"},
}


def readme(name):
    return (ROOT / "examples" / name / "README.md").read_text()


def commands(name):
    """Return the commands that a README shows."""
    return re.findall(r"^    (\S.*)$", readme(name), flags=re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_comes_out_as_its_readme_says(tmp_path, name):
    report = tmp_path / "report"
    elsewhere = ["-o", f"cache_dir={tmp_path / 'cache'}", "--claims-report", str(report), "-p", "no:xdist"]
    for shown in commands(name):
        program, *arguments = shlex.split(shown)
        session = (
            [sys.executable, "-m", program, *arguments, *elsewhere]
            if program == "pytest"
            else [
                sys.executable,
                *arguments,
            ]
        )
        ended = subprocess.run(session, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
        assert ended.returncode == 0, ended.stdout + ended.stderr
    claims = json.loads((report / "results.json").read_text())["claims"]
    assert {claim["id"]: claim["verdict"] for claim in claims} == EXAMPLES[name]
    assert (report / "index.html").exists()


def test_every_example_is_here_with_a_readme_of_some_ten_lines():
    folders = {folder.name for folder in (ROOT / "examples").iterdir() if folder.is_dir() and folder.name[0] != "_"}
    assert folders == {*EXAMPLES, "mlp_guide"}  # which takes minutes: CI has its first look
    for name in folders:
        assert 8 <= len(readme(name).splitlines()) <= 14
        assert f"pytest examples/{name}" in commands(name)
