"""What tells networks apart: between the arms of a question, and between the questions of a claim."""

from harness.report.wording.arm_differences import protocol, settings


def test_the_protocol_highlights_what_differs(made):
    made.statistical()
    rows = protocol(made.claim, made.results.experiments)
    assert [(row.field, row.values) for row in rows if row.differs] == [("dropout", ["0.1", "0.2"])]
    assert len(rows) > 5


def test_a_setting_that_only_one_arm_has_differs(made):
    entry = made.statistical()
    made.content["experiments"][entry["arms"][1]["experiment"]]["momentum"] = 0.9
    (row,) = (row for row in protocol(made.claim, made.results.experiments) if row.field == "momentum")
    assert row.differs
    assert row.values == ["–", "0.9"]


def told(made):
    results = made.results
    apart = settings(results.claims, results.experiments)
    return [apart[claim.nodeid] for claim in results.claims]


def vary(made, entry, **fields):
    """Give all arms of a question the same values of some fields."""
    for arm in entry["arms"]:
        made.content["experiments"][arm["experiment"]] |= fields


def test_questions_of_a_claim_are_told_apart_by_what_their_networks_do_not_share(made):
    for rate in (1.0, 10.0):
        entry = made.statistical("LR5", f"{rate:g}", kind="proportion", levels=(0.9,))
        vary(made, entry, learning_rate=rate, measure=[f"{rate}"])
    made.statistical("NS4", "alone")
    assert told(made) == ["learning rate 1", "learning rate 10", ""]


def test_what_differs_within_a_question_is_said_of_its_arms(made):
    for epochs in (5, 60):
        vary(made, made.statistical("DO4", str(epochs)), epochs=epochs)
    assert told(made) == ["epochs 5", "epochs 60"]


def test_the_same_networks_asked_about_another_metric_are_not_told_apart(made):
    for params in ("best", "late"):
        made.statistical("EP1", params, kind="proportion", levels=(0.9,))
    made.exact("EP1", "x")
    made.timed("EP1")
    assert told(made) == ["", "", "", ""]


def test_networks_that_have_nothing_in_common_are_told_apart_by_their_data_first(made):
    many = {"learning_rate": 0.5, "batch_size": 7, "epochs": 1, "loss": "double_well"}
    vary(made, made.statistical("MB5", "a"), data="digits")
    vary(made, made.statistical("MB5", "b"), data="noise", **many)
    assert told(made) == ["data digits, among other settings", "data noise, among other settings"]
