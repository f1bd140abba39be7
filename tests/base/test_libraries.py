"""Versions of installed libraries, by the names under which they are imported."""

from importlib import metadata

import matplotlib as mpl
import numpy as np
import sklearn

from harness.base.libraries import versions_of


def test_a_library_is_known_by_the_name_under_which_it_is_imported():
    assert versions_of(["sklearn", "numpy", "mpl_toolkits"]) == {
        "numpy": np.__version__,
        "sklearn": sklearn.__version__,
        "mpl_toolkits": mpl.__version__,
    }


def test_what_computes_no_numbers_or_is_not_there_has_none():
    assert metadata.version("pytest")
    assert versions_of(["json", "pytest", "harness", "claims", "no_such_library", ""]) == {}
