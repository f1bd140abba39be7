"""What a suite declares of itself, once, and what its family means for its questions."""

import pytest

from harness.base.errors import DeclarationError
from harness.declare.claim import at_least
from harness.declare.registry import Registry, used
from harness.declare.suite import Suite
from harness.declare.timed_question import Falling
from tests.own_kind import WALK
from tests.projects import Project

CONFTEST = "def pytest_claims_register(registry):\n    registry.suite({})\n"
COIN = """
import pytest
from harness import at_least, claim, experiment, metric

@experiment(metrics={"yes": metric("yes", higher_is_better=True, span=(0, 1))})
def ten_of_twelve(seed):
    return {"yes": seed not in (3, 7), "fingerprint": seed}

@claim("TEN", says="More often than not.")
@pytest.mark.parametrize("question", [at_least(ten_of_twelve(), on="yes", value=1, looks=(12,))])
def test_ten(question, judge):
    assert judge(question).supported
"""


def test_a_suite_declares_each_of_its_parts_once():
    suite = Suite().declaring(title="A", family=20).declaring(sections=["one"], family=20)
    assert (suite.title, suite.family, suite.sections) == ("A", 20, ("one",))
    with pytest.raises(DeclarationError, match=r"the family 20 .* one with 30 "):
        suite.declaring(family=30)
    with pytest.raises(DeclarationError, match=r"the title 'A' .* one with 'B' "):
        suite.declaring(title="B")


def test_the_links_of_sections_are_texts_and_of_sections_that_there_are():
    assert Suite(sections=("one",), links={"one": "https://example.org"}).links == {"one": "https://example.org"}
    assert Suite(links={"any": "https://example.org"}).links
    with pytest.raises(DeclarationError, match=r"links.* 'own'; did you mean 'one'\? \(known: one\)"):
        Suite(sections=("one",), links={"own": "https://example.org"})
    with pytest.raises(DeclarationError, match="a suite's links must be texts by text"):
        Suite(links={"one": 1})


@pytest.mark.parametrize("family", [0, -1, 1.5, True, "100"])
def test_a_family_is_a_number_of_verdicts(family):
    with pytest.raises(DeclarationError, match=r"a suite's family must be a whole number of at least 1, not "):
        Suite(family=family)


@pytest.fixture
def of_family():
    """Return what asks, in a suite with a family of a size, whether a walk gets so high."""

    def asked(family, **design):
        registry = Registry()
        registry.suite(family=family)
        with used(registry):
            return at_least(WALK.with_(data=None), on="height", value=0, **design)

    return asked


def test_a_family_that_is_too_large_for_the_looks_is_refused_with_what_would_do(of_family):
    assert of_family(100, looks=(12,)).alpha == 0.0005
    with pytest.raises(DeclarationError, match=r"both verdicts need at least 15$"):
        of_family(1000, looks=(12,))
    assert of_family(1000, looks=(15,)).alpha == 0.00005


def test_the_rounds_of_a_benchmark_are_judged_by_the_suites_family_too():
    rounds = [(2.0, 1.0)] * 10 + [(1.0, 2.0)] * 2
    registry = Registry()
    registry.suite(family=1)
    with used(registry):
        asked = Falling(sides=(1, 2), of="seconds", by="size")
    assert asked.judgement(rounds).verdict.word == "supported"
    assert Falling(sides=(1, 2), of="seconds", by="size").judgement(rounds).verdict.word == "inconclusive"


@pytest.mark.parametrize(("family", "verdict"), [(1, "supported"), (100, "inconclusive")])
def test_the_declared_family_decides_what_ten_of_twelve_seeds_show(tmp_path, family, verdict):
    project = Project(tmp_path, claims=COIN)
    (project.folder / "claims" / "conftest.py").write_text(CONFTEST.format(f"family={family}"))
    outcome = project.pytest("claims")
    assert project.verdicts == {"TEN question0": verdict}, outcome.text
    assert project.results["judge"]["family_size"] == family


def test_more_verdicts_than_the_family_are_refused_and_so_is_a_second_suite(tmp_path):
    project = Project(tmp_path, claims=COIN)
    project.claim("again", COIN.replace("TEN", "ELEVEN"))
    (project.folder / "claims" / "conftest.py").write_text(CONFTEST.format("family=1"))
    many = project.pytest("claims")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "conftest.py").write_text(CONFTEST.format("family=2"))
    (tmp_path / "other" / "test_other.py").write_text(COIN.replace("TEN", "OTHER"))
    both = project.pytest("claims/test_toy.py", "other")
    assert [many.code, both.code] == [4, 4]
    assert "2 statistical verdicts are more than the 1 " in many.lines[-1]
    assert "registry.suite(family=2)" in many.lines[-1]
    assert "a suite with the family " in both.lines[-1]
    assert "Traceback" not in both.text


@pytest.mark.parametrize(
    ("name", "value"), [("protocol", 0), ("protocol", "2"), ("first_seed", -1), ("first_seed", 1.5)]
)
def test_a_protocol_and_a_first_seed_are_whole_numbers(name, value):
    with pytest.raises(DeclarationError, match=rf"a suite's {name} must be a whole number of at least "):
        Suite(**{name: value})


def test_seeds_are_asked_from_the_suites_first_one_on_and_shown_by_their_numbers(tmp_path):
    project = Project(tmp_path, claims=COIN.replace("seed not in (3, 7)", "seed not in (1003, 1007)"))
    (project.folder / "claims" / "conftest.py").write_text(CONFTEST.format("protocol=2, first_seed=1000"))
    outcome = project.pytest("claims", "--claims-workers", "1")
    assert project.verdicts == {"TEN question0": "inconclusive"}, outcome.text
    results = project.results
    assert (results["suite"]["protocol"], results["suite"]["first_seed"]) == (2, 1000)
    (claim,) = results["claims"]
    assert claim["numbers"] == list(range(1000, 1012))
    assert [seed for seed, yes in zip(claim["numbers"], claim["answers"], strict=True) if not yes] == [1003, 1007]
    assert {run["seed"] for run in results["runs"].values()} == set(range(1000, 1012))


def test_a_run_that_fails_is_named_by_its_seed(tmp_path):
    project = Project(tmp_path, claims=COIN.replace("seed not in (3, 7)", "1 / (seed - 1002) < 2"))
    (project.folder / "claims" / "conftest.py").write_text(CONFTEST.format("first_seed=1000"))
    assert "seed 1002 could not be trained" in project.pytest("claims", "--claims-workers", "1").text
