"""The model of results.json: what its schema describes, and what it refuses and where."""

import json
import math
import re

import jsonschema
import pytest
from pydantic import TypeAdapter, ValidationError

from harness.results import file as results_file
from harness.results.model import LARGEST, Claim, Interval, Record, Results
from tests.projects import ROOT
from tests.report_content import typed
from tests.scope_content import scope_map
from tests.small_results import small

REFERENCES = sorted((ROOT / "reports" / "reference").glob("*/results.json.gz"))


@pytest.fixture(scope="module")
def results():
    return typed(small()).model_copy(update={"scope": (scope_map(),)})


@pytest.fixture
def content(results):
    """Return results as they are written, to be changed."""
    return json.loads(results.model_dump_json())


def records(record=Record):
    """Yield the class of every part of results.json."""
    yield record
    for part in record.__subclasses__():
        yield from records(part)


def parts(value):
    """Yield every record in a value, from the outside in."""
    if isinstance(value, Record):
        yield value
        value = [part for _, part in value]
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from parts(part)


@pytest.fixture(scope="module")
def schema():
    made = Results.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.parent.name)
def test_the_schema_describes_what_a_session_wrote(schema, path):
    content = json.loads(results_file.read(path).model_dump_json())
    odd = [key for key, run in content["runs"].items() if run["decision_region"] or run["gradient_variance"]]
    few = {*odd[:5], *odd[-5:], *list(content["runs"])[::100]}  # all of them would take half a minute
    schema.validate({**content, "runs": {key: content["runs"][key] for key in few}})


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("more",), 1),
        (("campaign", "workers"), "two"),
        (("campaign", "wall_seconds"), 1e101),
        (("claims", 0, "effects", 0), -1e101),
        (("claims", 0, "effects", 0), "infinite"),
        (("claims", 0, "p0"), "NaN"),
        (("claims", 0, "type"), "dreams"),
        (("claims", 0, "verdict"), "maybe"),
    ],
)
def test_the_schema_refuses_what_the_model_refuses(schema, content, refused, place, value):
    schema.validate(content)
    *way, last = place
    part = content
    for step in way:
        part = part[step]
    part[last] = value
    assert not schema.is_valid(content)
    assert refused(content).startswith("$")


def test_what_is_written_is_what_is_read(results, tmp_path):
    claim, *others = results.claims
    odd = claim.model_copy(update={"effects": (math.nan, math.inf, -math.inf, LARGEST, -0.0, 5e-324)})
    odd = odd.model_copy(update={"effect": Interval(estimate=math.inf, low=-math.inf, high=None)})
    written = results.model_copy(update={"claims": (odd, *others)})
    path = tmp_path / "results.json"
    results_file.write(written, path)
    read = results_file.read(path)
    assert repr(read) == repr(written), "as text, for as a number NaN equals nothing"
    results_file.write(read, tmp_path / "again.json")
    assert path.read_bytes() == (tmp_path / "again.json").read_bytes()


def test_every_part_is_frozen(results):
    for part in parts(results):
        for name in type(part).model_fields:
            with pytest.raises(ValidationError, match="frozen"):
                setattr(part, name, None)


def test_no_part_has_a_field_that_nobody_knows(results):
    seen = set()
    for part in parts(results):
        with pytest.raises(ValidationError, match=r"more\n.*Extra inputs"):
            type(part).model_validate(dict(part) | {"more": 1})
        seen.add(type(part))
    assert {"SeedsClaim", "RoundsClaim", "ValuesClaim", "Row", "DecisionRegion"} <= {part.__name__ for part in seen}


def test_a_claim_is_read_by_itself_whatever_its_type(results):
    adapter = TypeAdapter(Claim)
    for claim in results.claims:
        assert adapter.validate_json(claim.model_dump_json()) == claim


def put(content, place, value):
    """Set a part of content, given its place as in "claims.0.answers", to a value, or change it by a function."""
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    for step in way:
        content = content[step]
    content[last] = value(content[last]) if callable(value) else value


def shorter(values):
    return values[:-1]


ROUNDS = "$.claims[4]: rounds are not at least 12 lists of one value for each side"
EXTENT = "runs.NS4B0-0.decision_region.extent"
MISFITS = [
    ("Answers._one_each", "claims.0.answers", shorter, "$.claims[0]: answers has 5 entries, for 6 seeds"),
    ("Answers._one_each", "claims.0.effects", shorter, "$.claims[0]: effects has 5 entries, for 6 seeds"),
    ("Answers._one_each", "claims.0.arms.1.values", shorter, "$.claims[0]: arms[1].values has 5 entries, for 6 seeds"),
    (
        *("Answers._one_each", "claims.0.baseline.answers", shorter),
        "$.claims[0].baseline: answers has 11 entries, for 12 seeds",
    ),
    ("Answers._one_each", "claims.4.effects", shorter, "$.claims[4]: effects has 11 entries, for 12 seeds"),
    (
        *("Question._same_margin", "claims.0.margin", 0.5),
        "$.claims[0]: the values of bounds are not the margin, 0.5",
    ),
    ("SeedsClaim._has_arms", "claims.2.arms", [], "$.claims[2]: arms is empty"),
    ("RoundsClaim._one_value_a_side", "claims.4.rounds", shorter, ROUNDS),
    ("RoundsClaim._one_value_a_side", "claims.4.rounds.3", shorter, ROUNDS),
    (
        *("Row._both_sides", "comparison.claims.1.new", None),
        "$.comparison.claims[1]: a shift needs an old and a new side",
    ),
    (
        *("ArmRow._shown_at_a_look", "comparison.arms.arms.0.look", 1),
        "$.comparison.arms.arms[0]: an arm got worse at a look, and only there",
    ),
    (
        *("DecisionRegion._ascends", EXTENT, [0, 0, 1, 2]),
        "$.runs['NS4B0-0'].decision_region.extent: does not ascend",
    ),
    ("Response._fits", "responses.0.points.1.at", 0.0, "$.responses[0].points[1].at: does not rise"),
    (
        *("Response._fits", "responses.0.points.1.values", shorter),
        "$.responses[0].points[1].values: has not 12 values, one for each seed",
    ),
    (
        *("Response._fits", "responses.0.best.points", shorter),
        "$.responses[0].best.points: has not 12 points, one for each seed",
    ),
    ("Response._fits", "responses.0.best.middle", 5, "$.responses[0].best: names a point that there is not"),
    ("Response._fits", "responses.0.failing.high", 6, "$.responses[0].failing: names a point that there is not"),
    (
        *("Results._compared_whole", "comparison.claims", lambda rows: rows[1:]),
        "$.comparison.claims: claims/test_ns4.py::test_ns4_holds[B] is missing",
    ),
    (
        *("ScopeMap._whole", "scope.0.cells", shorter),
        "$.scope[0]: cells are not one for each row and condition, row by row",
    ),
]


@pytest.mark.parametrize(("check", "place", "value", "said"), MISFITS, ids=[f"{case[0]} {case[1]}" for case in MISFITS])
def test_parts_that_do_not_fit_together_are_refused_and_where(content, refused, check, place, value, said):
    put(content, place, value)
    assert refused(content) == said, check


def test_every_check_of_parts_that_have_to_fit_is_tried():
    own = {
        f"{record.__name__}.{name}"
        for record in records()
        for name in record.__pydantic_decorators__.model_validators
        if name in vars(record)
    }
    assert own == {check for check, *_ in MISFITS}


def numbers(part, place=""):
    """Yield the place of every number in a part of content that is not free to hold anything; one for each list."""
    if isinstance(part, dict):
        inner = part.items()
    elif isinstance(part, list):
        inner = [("0", part[0])] if part else []
    else:
        if isinstance(part, int | float) and not isinstance(part, bool):
            yield place
        return
    for key, value in inner:
        if key not in ("schema_version", "experiments", "extra_info", "settings"):
            yield from numbers(value, f"{place}.{key}" if place else key)


@pytest.mark.parametrize("number", [1e101, -1e101, 10**101], ids=["large", "small", "whole"])
def test_no_number_that_cannot_be_drawn_is_taken(content, refused, number):
    whole = json.dumps(content)
    one_of_each = {re.sub(r"^runs[.][^.]+", "", place): place for place in numbers(content)}
    assert len(one_of_each) > 50
    for place in one_of_each.values():
        content = json.loads(whole)
        put(content, place, number)
        said = re.sub(r"\['?(.+?)'?\]", r".\1", refused(content))
        assert said.startswith(f"$.{place}: "), said


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (EXTENT, [0.0, 1.0], "$.runs['NS4B0-0'].decision_region.extent: '2' is missing"),
        ("claims.0.type", "a\nb\x1b", "$.claims[0]: Input tag"),
        ("claims.0.nodeid", "a\nb\x1b", "$.comparison.claims: a⟨U+000A⟩b⟨U+001B⟩ is missing"),
        ("claims.0.yes", "a\nb\x1b", "$.claims[0].yes: Input should be a valid integer"),
    ],
)
def test_what_is_said_of_hostile_content_is_one_line(content, refused, place, value, said):
    put(content, place, value)
    assert refused(content).startswith(said)
    assert refused(content).isprintable()
