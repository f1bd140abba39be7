"""Checks by values are made once: they come from the store until something that they depend on changes."""

import json

import pytest

from harness.plugin import kept_checks
from tests.projects import ROOT

pytest_plugins = "pytester"

HELPER = "def limit():\n    return 3\n"
SUITE = """
import pathlib
import pytest
from helper import limit
from harness import claim, contradicted

RAN = pathlib.Path(__file__).with_name("ran.txt")

@pytest.fixture
def three():
    return 3

@claim("ONE", says="Small numbers are small.")
@pytest.mark.exact
@pytest.mark.parametrize("number", [1, 2])
def test_small(number, three, record_property):
    with RAN.open("a") as file:
        file.write(f"small{number} ")
    record_property("curves", {"title": "A line", "x": "x", "y": "y", "lines": {"a": [1.0, 2.0]}})
    assert number < limit() == three

@claim("FILE", says="A file has a line.")
@pytest.mark.exact
@pytest.mark.parametrize("text", [RAN.with_name("lines.txt").read_text()], ids=["lines"])
def test_file(text):
    with RAN.open("a") as file:
        file.write("file ")
    assert text

@claim("TWO", says="Large numbers are small.")
@pytest.mark.exact
@contradicted("They are large.")
def test_large():
    with RAN.open("a") as file:
        file.write("large ")
    assert limit() < 0

@claim("THREE", says="Options decide.")
@pytest.mark.exact
def test_options(request):
    with RAN.open("a") as file:
        file.write("options ")
    assert request is not None
"""
ALWAYS = ["large", "options"]
EVERY = sorted([*ALWAYS, "file", "small1", "small2"])
"""A test that fails as it was said to is a failed one; what a test asks pytest for is not known before."""


@pytest.fixture
def suite(pytester, monkeypatch):
    """A suite in a project of its own; called, it is run and says which tests were, and what the session printed."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(helper=HELPER, test_sizes=SUITE)
    (pytester.path / "lines.txt").write_text("one line")
    pytester.makeini("[pytest]\npythonpath = .\n")

    def run(*options):
        ran = pytester.path / "ran.txt"
        ran.unlink(missing_ok=True)
        result = pytester.runpytest_subprocess("-p", "harness.plugin.hooks", "test_sizes.py", *options)
        assert result.ret == pytest.ExitCode.OK, result.outlines
        return sorted(ran.read_text().split()), "\n".join(result.outlines)

    return run


def checks(pytester):
    content = json.loads((pytester.path / "reports" / "latest" / "results.json").read_text("utf-8"))
    return [(one["id"], one["verdict"], one["outcome"], one.get("curves")) for one in content["claims"]]


def test_a_check_that_has_passed_comes_from_the_store_unless_all_are_to_be_fresh(suite, pytester):
    ran, text = suite()
    assert ran == EVERY
    assert "by values, from the store" not in text
    before = checks(pytester)
    assert before[0][-1], "its curves"
    ran, text = suite()
    assert ran == ALWAYS
    assert "3 checks by values, from the store" in text
    assert checks(pytester) == before
    assert suite("--claims-fresh")[0] == EVERY


@pytest.mark.slow
def test_a_check_is_made_again_when_something_that_it_depends_on_changes(suite, pytester):
    suite()
    own = [*ALWAYS, "small1", "small2"]
    for file, old, new, made in [
        ("helper.py", "return 3", "return 2 + 1", EVERY),
        ("test_sizes.py", "number < limit() == three", "limit() > number", own),
        ("test_sizes.py", "    return 3", "    return 1 + 2", EVERY),
    ]:
        path = pytester.path / file
        path.write_text(path.read_text().replace(old, new))
        assert suite()[0] == made, f"{new} in {file}"
    path.write_text(path.read_text().replace('"number", [1, 2]', '"number", [1, 0]'))
    assert suite()[0] == [*ALWAYS, "small0", "small1"], "the parameters are the test's own code"
    (pytester.path / "lines.txt").write_text("another line")
    assert suite()[0] == ["file", *ALWAYS], "what a test is given is part of what it depends on"


def test_another_version_of_the_environment_is_another_key(monkeypatch, pytestconfig):
    before = kept_checks._everywhere(pytestconfig)
    assert kept_checks._everywhere(pytestconfig) == before
    monkeypatch.setattr(kept_checks, "processor_kind", lambda: "another")
    assert kept_checks._everywhere(pytestconfig) != before


def test_a_damaged_file_is_as_good_as_none(tmp_path):
    (tmp_path / "checks.json").write_text("{ no JSON")
    assert kept_checks._read(tmp_path / "checks.json") == {}
    assert kept_checks._read(tmp_path / "none.json") == {}
