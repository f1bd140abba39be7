"""What the tests of results share."""

import json

import pytest

from harness.base.errors import UserError
from harness.results import file as results_file


@pytest.fixture
def refused(tmp_path):
    """Return a function that returns what is said of content when it is read."""

    def said(content):
        path = tmp_path / "results.json"
        path.write_text(json.dumps(content))
        with pytest.raises(UserError) as error:
            results_file.read(path)
        return str(error.value).removeprefix(f"{path}: ")

    return said
