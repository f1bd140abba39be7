"""The reference of a comparison: refused in one line where it says nothing about this session, before any training."""

import gzip
import json
from types import SimpleNamespace

import pytest

from harness.base.errors import UserError
from harness.results import reference


@pytest.fixture
def write(made, tmp_path):
    """Return a function that writes the results being made, with changes, and returns the file."""

    def written(name="results.json.gz", **changes):
        made.content["options"]["max_seeds"] = None
        text = json.dumps({**made.content, **changes}).encode()
        path = tmp_path / name
        path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
        return path

    return written


@pytest.mark.parametrize("name", ["results.json", "results.json.gz"])
def test_a_reference_is_what_is_compared_and_the_files_name(made, write, name):
    made.statistical()
    read = reference.read(write(name), dataset="mnist5k", max_seeds=None)
    assert read["file"] == name
    assert read["claims"] == made.content["claims"]
    assert "runs" not in read
    assert json.dumps(read), "it goes to the workers of pytest-xdist"


@pytest.mark.parametrize(
    ("session", "line"),
    [
        ({"dataset": "mnist"}, "made with --claims-dataset mnist5k, this session has mnist: "),
        ({"max_seeds": 12}, "made with --claims-max-seeds all, this session has 12: "),
    ],
)
def test_results_that_cannot_be_compared_are_refused(write, session, line):
    with pytest.raises(UserError, match=line) as said:
        reference.read(write(), **{"dataset": "mnist5k", "max_seeds": None, **session})
    assert str(said.value).startswith("--claims-compare: ")


def test_partial_results_are_no_reference(write):
    with pytest.raises(UserError, match="interrupted or ended early"):
        reference.read(write(complete=False), dataset="mnist5k", max_seeds=None)


@pytest.mark.parametrize("changes", [{"schema_version": 99}, {"claims": None}])
def test_what_are_no_results_are_refused(write, changes):
    with pytest.raises(UserError, match=r"^--claims-compare: .*results\.json\.gz: "):
        reference.read(write(**changes), dataset="mnist5k", max_seeds=None)


KNOWN = [
    "claims/test_a.py::test_1",
    "claims/test_a.py::test_2[x]",
    "claims/test_b.py::test_3",
    "claims/test_c.py::test_4",
]


@pytest.fixture
def gone(tmp_path):
    """Return a function that says what is gone: of KNOWN, where test_c.py exists no more."""
    (tmp_path / "claims").mkdir()
    for name in "ab":
        (tmp_path / "claims" / f"test_{name}.py").touch()

    def found(collected, *arguments, lf=False):
        options = {"lf": lf}
        config = SimpleNamespace(
            args=arguments, rootpath=tmp_path, getoption=lambda name, default: options.get(name, default)
        )
        return reference.gone({"claims": [{"nodeid": nodeid} for nodeid in KNOWN]}, collected, config)

    return found


def test_a_test_is_gone_if_its_file_was_collected_without_it_or_is_gone_itself(gone):
    assert gone({"claims/test_a.py::test_1"}, "claims") == ["claims/test_a.py::test_2[x]", "claims/test_c.py::test_4"]


def test_where_single_tests_were_collected_nothing_is_said_to_be_gone(gone):
    assert gone({"claims/test_a.py::test_1"}, "claims/test_a.py::test_1") == []
    assert gone({"claims/test_a.py::test_1"}, "claims", lf=True) == []
