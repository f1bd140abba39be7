"""The file results.json: its schema takes what a session writes, and says where another file is wrong."""

import json
import re

import pytest

from harness import results_file
from harness.errors import UserError
from tests.report_content import inventory


def test_the_schema_takes_what_a_session_writes():
    content = json.loads(json.dumps(inventory(questions=12)))
    results_file.check(content, "inventory")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda content: content.pop("complete"), "$"),
        (lambda content: content["claims"][0].update(verdict="maybe"), "$.claims[0]"),
        (lambda content: content["claims"][0].update(answers=[1]), "$.claims[0]"),
        (lambda content: content["claims"][0]["effects"].append("much"), "$.claims[0]"),
        (lambda content: content["runs"].update(x={}), "$.runs.x"),
        (lambda content: content["dataset"].update(sizes={"digits": 5}), "$.dataset.sizes.digits"),
        (lambda content: content["benchmarks"].append({"name": "x"}), "$.benchmarks[0]"),
    ],
)
def test_the_schema_says_where_a_file_is_wrong(made, change, where):
    made.statistical()
    change(made.content)
    with pytest.raises(UserError, match=re.escape(f"results.json: {where}")):
        results_file.check(made.content, "results.json")
