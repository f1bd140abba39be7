"""docs/extending.md is a whole suite with everything that can be added: it runs as it stands there."""

import re

import pytest

from tests.projects import ROOT, Project

PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")


@pytest.fixture(scope="module")
def suite(tmp_path_factory):
    """Return a project with the page's files, after a session of it."""
    project = Project(tmp_path_factory.mktemp("page"), claims="")
    settings = project.folder / "pyproject.toml"
    settings.write_text(settings.read_text().replace(f'pythonpath = ["{ROOT}"]', f'pythonpath = [".", "{ROOT}"]'))
    (project.folder / "my_claims").mkdir()
    files = dict(re.findall(r"^`(my_claims/\w+\.py)`:\n\n```python\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE))
    assert len(files) == PAGE.count("```python") == 6
    for name, text in files.items():
        (project.folder / name).write_text(text)
    project.outcome = project.pytest("my_claims")
    return project


def test_its_claims_get_their_verdicts(suite):
    assert suite.outcome.code == 0, suite.outcome.text
    assert suite.verdicts == {"EX1 question0": "supported", "EX2 question0": "supported"}


def test_its_arm_keeps_the_contract(suite):
    assert re.search(r"\b1[0-9] passed, [1-5] skipped", suite.outcome.text), suite.outcome.text


def test_its_question_and_its_figure_are_in_the_report(suite):
    page = (suite.report / "index.html").read_text()
    assert "as a fraction of penalty 300" in page
    assert "The height of a bar is the number of seeds." in page
    assert "There is no figure" not in page
