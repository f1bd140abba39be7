"""Which tests of a reference exist no more, from what pytest has collected."""

from types import SimpleNamespace

import pytest

from harness.plugin import reference_check

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
        return reference_check.gone(KNOWN, collected, config)

    return found


def test_a_test_is_gone_if_its_file_was_collected_without_it_or_is_gone_itself(gone):
    assert gone({"claims/test_a.py::test_1"}, "claims") == ["claims/test_a.py::test_2[x]", "claims/test_c.py::test_4"]


def test_where_single_tests_were_collected_nothing_is_said_to_be_gone(gone):
    assert gone({"claims/test_a.py::test_1"}, "claims/test_a.py::test_1") == []
    assert gone({"claims/test_a.py::test_1"}, "claims", lf=True) == []
