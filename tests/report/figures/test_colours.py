"""One colour for one setting over the whole page."""

import pytest

from harness.report.figures.colours import assigned, settings
from harness.report.figures.page_wide import PageWide
from harness.report.figures.registry import figures_of_question


def of_arms(made, *changes, **record):
    """Add a question whose arms differ from one another as is said."""
    entry = made.statistical(f"Q{len(made.content['claims'])}", levels=(0.9, 0.8, 0.7, 0.6)[: len(changes)], **record)
    for arm, change in zip(entry["arms"], changes, strict=True):
        made.content["experiments"][arm["experiment"]] |= {"dropout": 0.0} | change
    return entry


def numbers_of(made, claim):
    found = assigned(made.results.claims, made.results.experiments)
    return [found[setting] for setting in settings(claim, made.results.experiments)]


def test_a_setting_has_its_colour_whatever_it_is_compared_with_and_in_whichever_order(made):
    of_arms(made, {"dropout": 0.5}, {"dropout": 0.0})
    of_arms(made, {"dropout": 0.0}, {"dropout": 0.5})
    of_arms(made, {"dropout": 0.2}, {"dropout": 0.5})
    first, second, third = (numbers_of(made, claim) for claim in made.results.claims)
    assert first == second[::-1]
    assert third[1] == first[0] == 0, "what is compared most often has the first"
    assert len({*first, *third}) == 3


def test_a_setting_of_words_tells_arms_apart_before_one_of_numbers(made):
    of_arms(made, {"learning_rate": 0.1, "optimizer": "sgd"}, {"learning_rate": 0.2, "optimizer": "adam"})
    of_arms(made, {"optimizer": "adam"}, {"optimizer": "sgd"})
    both, one = (settings(claim, made.results.experiments) for claim in made.results.claims)
    assert both == one[::-1] == [("optimizer", "sgd"), ("optimizer", "adam")]


def test_no_two_arms_of_a_question_share_a_colour_though_all_are_used(made):
    for number in range(8):
        of_arms(made, {"epochs": number}, {"epochs": 10 * number + 10})
    for claim in made.results.claims:
        assert len(set(numbers_of(made, claim))) == 2


def test_a_lone_arm_is_told_apart_by_nothing(made):
    made.statistical(kind="proportion", levels=(0.9,))
    assert settings(made.claim, made.results.experiments) == []


def test_sides_of_a_benchmark_have_the_colours_of_arms_with_these_settings(made):
    of_arms(made, {"batch_size": 256}, {"batch_size": 16})
    made.timed()
    arms, timed = (settings(claim, made.results.experiments) for claim in made.results.claims)
    assert arms == [timed[2], timed[0]]


@pytest.mark.parametrize(("classes", "chance"), [(10, 0.1), (None, None)])
def test_all_figures_of_a_question_have_the_pages_colours_and_the_chance_of_its_data(made, classes, chance):
    of_arms(made, {"dropout": 0.5}, {"dropout": 0.0})
    of_arms(made, {"dropout": 0.2}, {"dropout": 0.5})
    results = made.results
    for size in results.dataset.sizes.values():
        object.__setattr__(size, "classes", classes)
    page = PageWide.of(results)
    figures = figures_of_question(results.claims[1], page, "F")
    for figure in figures.values():
        assert [one.colour for one in figure.series] == numbers_of(made, results.claims[1])
        assert figure.chance == chance
    assert ("chance, 10 %" in figures["F--seeds"].drawing("F").svg) == bool(chance)


def test_settings_of_a_field_that_meet_in_a_claim_differ_and_those_of_other_fields_may_share(made):
    for value in (0.2, 0.5):
        entry = of_arms(made, {"dropout": 0.0}, {"dropout": value})
        entry["id"] = "Q"
    of_arms(made, {"optimizer": "sgd"}, {"optimizer": "adam"})["id"] = "Q"
    first, second, other = (numbers_of(made, claim) for claim in made.results.claims)
    assert len({*first, *second}) == 3
    assert other[0] == first[0] == 0, "the first of each field has the first"
