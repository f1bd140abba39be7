"""The file results.json: what was written is read, and where another file is wrong is said."""

import gzip
import json
import re

import pytest

from harness.__main__ import main
from harness.base.errors import UserError
from harness.results import file as results_file
from harness.results.comparison import compare
from tests.report_content import REGION, VARIANCE, as_written, reference, typed
from tests.report_inventory import inventory


def test_what_is_written_is_what_is_read_to_the_last_bit(tmp_path):
    content = inventory(questions=12)
    next(iter(content["runs"].values()))["series"] = REGION | VARIANCE
    results = typed(content)
    results_file.write(results, tmp_path / "results.json")
    assert results_file.read(tmp_path / "results.json").model_dump_json() == results.model_dump_json()


def test_numbers_that_json_does_not_have_are_spelled_and_everything_is_ascii(made, tmp_path):
    claim = made.statistical(diverged=3)
    claim["effects"] = ["NaN", "Infinity", "-Infinity", *claim["effects"][3:]]
    claim["says"] = "right to left: \u202e"
    path = tmp_path / "results.json"
    results_file.write(typed(made.content), path)
    written = json.loads(path.read_text("ascii"), parse_constant=pytest.fail)
    assert written["claims"][0]["effects"][:3] == ["NaN", "Infinity", "-Infinity"]
    assert written["claims"][0]["says"] == claim["says"]


def test_half_a_character_in_a_text_stops_no_session(made):
    made.statistical()
    record = typed(made.content).claims[0]
    odd = type(record).model_validate(dict(record) | {"reason": "so \ud83d"})
    assert odd.reason == "so ⟨U+D83D⟩"
    assert odd.model_dump_json()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda content: content.pop("complete"), "$: 'complete' is missing"),
        (lambda content: content.update(more=1), "$.more: nothing of this name is known here"),
        (lambda content: content["claims"][0].update(verdict="maybe"), "$.claims[0].verdict: Input should be"),
        (lambda content: content["claims"][0].update(expected="invalid"), "$.claims[0].expected: invalid cannot be"),
        (
            lambda content: content["claims"][0].update(answers=[1]),
            "$.claims[0].answers[0]: Input should be a valid bo",
        ),
        (lambda content: content["claims"][0]["effects"].append("much"), "$.claims[0].effects[12]: Input should be a"),
        (lambda content: content["claims"][0].update(type="dreams"), "$.claims[0]: Input tag 'dreams' found"),
        (lambda content: content["claims"][0].update(margin=[0.0]), "$.claims[0].margin: Input should be a valid num"),
        (lambda content: content["claims"][0].update(margin=0.5), "$.claims[0]: the values of bounds are not the mar"),
        (lambda content: content["claims"][0].update(bounds=[]), "$.claims[0].bounds: Tuple should have at least 1"),
        (lambda content: content["runs"].update(x={}), "$.runs.x: 'experiment' is missing"),
        (lambda content: content["runs"].update({"a b": 1}), "$.runs['a b']: Input should be an object, not 1"),
        (lambda content: content["dataset"].update(sizes={"digits": 5}), "$.dataset.sizes.digits: Input should be"),
        (lambda content: content["machine_info"].update(cpu=["two"]), "$.machine_info.cpu: Input should be an object"),
        (lambda content: content["benchmarks"].append({"name": "x"}), "$.benchmarks[0]: 'fullname' is missing"),
        (lambda content: content["claims"][0]["effects"].append(-1e101), "$.claims[0].effects[12]: -1e+101 is beyond"),
        (lambda content: content["campaign"].update(workers=10**101), "$.campaign.workers: Input should be less than"),
        (lambda content: content["campaign"].update(busy_seconds=-1.0), "$.campaign.busy_seconds: Input should be gre"),
    ],
)
def test_the_place_where_a_file_is_wrong_is_named(made, refused, change, where):
    made.statistical()
    content = as_written(made.content)
    change(content)
    assert refused(content).startswith(where)


@pytest.mark.parametrize("name", ["results.json", "results.json.gz"])
def test_a_file_is_written_as_its_name_says(made, tmp_path, name):
    made.statistical()
    path = tmp_path / name
    results_file.write(typed(made.content), path)
    assert results_file.read(path) == typed(made.content)
    assert path.read_bytes().startswith(b"\x1f\x8b" if name.endswith(".gz") else b"{")


@pytest.mark.parametrize("name", ["results.json", "results.json.gz"])
def test_a_file_is_read_whether_it_is_compressed_or_not(made, tmp_path, name):
    made.statistical()
    path = tmp_path / name
    plain = typed(made.content).model_dump_json().encode()
    path.write_bytes(gzip.compress(plain) if name.endswith(".gz") else plain)
    assert results_file.read(path) == typed(made.content)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{}",
        gzip.compress(b"{}" * 99)[:-9],
        gzip.compress(b"{}")[:5],
        gzip.compress(b"a" * 99)[:20] + b"\xff" * 20,
    ],
    ids=["empty", "plain", "cut", "head", "garbled"],
)
def test_a_compressed_file_that_is_damaged_is_named_in_one_line(tmp_path, broken):
    path = tmp_path / "results.json.gz"
    path.write_bytes(broken)
    with pytest.raises(UserError, match=r"results\.json\.gz is (damaged or not compressed|not JSON)") as said:
        results_file.read(path)
    assert "\n" not in str(said.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.pop(0), "$.comparison.claims: claims/test_ns4.py::test_ns4_holds[B] is missing"),
        (lambda rows: rows[0].update(old=None), "$.comparison.claims[0]: a shift needs an old and a new side"),
    ],
)
def test_a_comparison_with_gaps_is_refused(made, refused, change, said):
    made.statistical()
    content = as_written(made.content)
    record = compare(typed(made.content), reference(made.content), ())
    content["comparison"] = json.loads(record.model_dump_json())
    change(content["comparison"]["claims"])
    assert refused(content) == said


def test_a_grid_that_does_not_ascend_is_refused(made, refused):
    made.statistical()
    content = as_written(made.content)
    next(iter(content["runs"].values()))["decision_region"] = {"classes": "0" * 576, "extent": [0, 1, 1, 1]}
    assert re.fullmatch(r"\$\.runs\['NS4B0-0'\]\.decision_region\.extent: does not ascend", refused(content))


def test_the_schema_is_printed_with_what_each_field_is(capsys):
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["required"][:2] == ["datetime", "version"]
    fields = schema["$defs"]["SeedsClaim"]["properties"]
    assert fields["claimed"]["description"].startswith("What the effect is held against")
    assert "Infinity" in str(fields["effects"])
