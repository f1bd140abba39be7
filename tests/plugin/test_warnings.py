"""Warnings: ours are errors, those of plugins and of a suite are shown, and none costs what was trained."""

import pytest

from tests.projects import Project

PLUGIN = """
import warnings
import pytest

def pytest_configure(config):
    warnings.warn(pytest.PytestDeprecationWarning("an option of the plugin's is not set"))

def pytest_collection_modifyitems(items):
    warnings.warn("collected by a plugin")

def pytest_sessionfinish():
    warnings.warn("a plugin at the end")
"""
WARNS = """
import warnings
from harness import claim

@claim("WARNS", says="Warns.")
def test_that_warns():
    warnings.warn("of the suite", DeprecationWarning)
    assert 1 + 1 == 2
"""


@pytest.fixture
def project(tmp_path):
    """Return a project with a plugin that warns, and claims of its own in a folder beside."""
    project = Project(tmp_path)
    (tmp_path / "my_claims").mkdir()
    (tmp_path / "my_claims" / "test_own.py").write_text(WARNS)
    (tmp_path / "warny.py").write_text(PLUGIN)
    return project


def test_warnings_of_a_plugin_and_of_a_suite_are_shown(project):
    outcome = project.pytest("-p", "warny", "my_claims")
    assert outcome.code == pytest.ExitCode.OK, outcome.text
    assert project.verdicts == {"WARNS": "supported"}
    for said in ("an option of the plugin's", "collected by a plugin", "a plugin at the end", "of the suite"):
        assert said in outcome.text


def test_a_warning_in_a_claim_of_this_project_is_an_error(project):
    project.claim("warns", WARNS)
    assert project.pytest("claims", "-k", "WARNS").code == pytest.ExitCode.TESTS_FAILED
    assert project.verdicts == {"WARNS": "not judged"}


LIBRARY = """
import warnings
from harness.campaign import store
from harness.results import provenance

def warning(function):
    def call(*arguments, **options):
        warnings.warn("a library will be another", DeprecationWarning, stacklevel=1)
        return function(*arguments, **options)
    return call

store.Store.get = warning(store.Store.get)
provenance.collect = warning(provenance.collect)
"""


def test_a_librarys_warning_before_or_after_the_training_is_no_error_though_tests_are_strict(project):
    (project.folder / "claims" / "conftest.py").write_text(LIBRARY)
    outcome = project.pytest("claims", "-W", "error", "-k", "SUP and nine")
    assert outcome.code == pytest.ExitCode.OK, outcome.text
    assert project.verdicts == {"SUP nine": "supported"}
