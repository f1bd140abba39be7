"""The how-tos of docs/howto.md come out as the page says, files and commands as they stand there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from harness.report.wording.responses import sentence
from harness.results.file import read
from tests.projects import ROOT, Project

PAGE = (ROOT / "docs" / "howto.md").read_text("utf-8")
FILES = dict(re.findall(r"^`([\w/]+\.\w+)`:\n\n```\w+\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE))


def commands(heading):
    """Return the commands of a how-to: its blocks of sh that are no files."""
    section = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    return [block for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) if block not in FILES.values()]


class Reader(Project):
    """Somebody who has copied the page's files, and types its commands."""

    def types(self, command):
        """Return the exit code of a command, and what it printed."""
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }
        ended = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        return ended.returncode, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Return a project with the page's files."""
    made = Reader(tmp_path_factory.mktemp("howto"), claims="")
    settings = made.folder / "pyproject.toml"
    settings.write_text(settings.read_text().replace(f'pythonpath = ["{ROOT}"]', f'pythonpath = [".", "{ROOT}"]'))
    for name, text in FILES.items():
        (made.folder / name).parent.mkdir(exist_ok=True)
        (made.folder / name).write_text(text)
    return made


def test_every_block_of_the_page_is_a_file_or_a_command():
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
    assert len(headings) == 10
    assert len(FILES) + sum(len(commands(heading)) for heading in headings) == PAGE.count("```") // 2


def test_a_net_that_learns_is_proved_to_by_32_of_32(reader):
    [command] = commands('Make a flaky "the net learns" a test that says something')
    code, text = reader.types(command)
    assert code == 0, text
    [claim] = reader.results["claims"]
    assert (claim["verdict"], claim["yes"], len(claim["answers"])) == ("supported", 32, 32)


def test_a_pull_request_gets_its_summary(reader):
    [command] = commands("See whether a change in accuracy is real, in a pull request")
    code, text = reader.types(command)
    assert code == 0, text
    assert "supported" in (reader.folder / "summary.md").read_text()


@pytest.mark.slow
def test_an_upgrade_that_makes_training_worse_fails(reader):
    before, after = commands("See whether an upgrade made training worse")
    assert reader.types(before)[0] == 0
    code, text = reader.types(after)
    assert code == 0, text
    assert "identical" in (reader.folder / "after.md").read_text()
    training = reader.folder / "training.py"
    sound = training.read_text()
    training.write_text(sound.replace("init=rate", "init=0.001"))  # as if the library ignored it from now on
    try:
        code, text = reader.types(after)
    finally:
        training.write_text(sound)
    assert code == 1, text
    assert "flipped" in (reader.folder / "after.md").read_text()


def test_a_speed_is_promised(reader):
    [command] = commands("Promise a speed of convergence")
    code, text = reader.types(command)
    assert code == 0, text
    assert reader.verdicts == {"QUICK question0": "supported"}


@pytest.mark.slow
def test_stopping_early_is_weighed(reader):
    [command] = commands("See what stopping early costs")
    code, text = reader.types(command)
    assert code == 0, text
    assert reader.verdicts == {"STOP question0": "supported"}


def test_a_setting_is_described_without_a_verdict(reader):
    [command] = commands("Look where a setting turns, without claiming anything")
    code, text = reader.types(command)
    assert code == 0, text
    results = read(reader.folder / "rates" / "results.json")
    assert results.claims == ()
    [response] = results.responses
    assert len(response.seeds) == 12
    assert (response.limits.low, response.limits.high, round(100 * response.limits.coverage)) == (3, 10, 96)
    page = (reader.folder / "rates" / "index.html").read_text()
    assert "Response curves" in page
    assert sentence(response).partition(";")[0] in page


def test_a_clusters_results_are_judged(reader):
    [command] = commands("Judge results of a GPU cluster")
    code, text = reader.types(command)
    assert code == 0, text
    assert "supported" in text


@pytest.mark.slow
def test_bisecting_finds_the_commit_that_flipped_the_verdict(reader):
    git = "git -c user.name=Reader -c user.email=reader@example.org -c commit.gpgsign=false"
    training, sound = reader.folder / "training.py", (reader.folder / "training.py").read_text()
    commits = [sound, f"{sound}\n# one\n", sound.replace("rate=0.1", "rate=0.00001"), None]
    (reader.folder / ".gitignore").write_text("*\n!training.py\n")
    assert reader.types("git init -q .")[0] == 0
    for number, text in enumerate(commits):
        training.write_text(text or f"{training.read_text()}\n# last\n")
        code, said = reader.types(f"git add training.py && {git} commit -qm 'Commit {number}'")
        assert code == 0, said
    assert reader.types("git tag v1 HEAD~3")[0] == 0
    [command] = commands("Find the commit that flipped a verdict")
    code, text = reader.types(command)
    training.write_text(sound)
    assert code == 0, text
    found = re.search(r"is the first bad commit.*?Commit (\d)", text, re.DOTALL)
    assert found, text
    assert found[1] == "2"


@pytest.mark.slow
def test_a_map_says_where_else_it_holds(reader):
    [command] = commands("See where else your advice holds")
    code, text = reader.types(command)
    assert code == 0, text
    [found] = reader.results["scope"]
    states = {cell["condition"]: cell["state"] for cell in found["cells"]}
    assert states["three units"] == "n/a"
    assert states["slow"] != "holds"
    assert "not run" not in states.values()


def test_seeds_are_planned(reader):
    [command] = commands("Know how many seeds you need")
    code, text = reader.types(command)
    assert code == 0, text
    assert "P(yes)" in text
