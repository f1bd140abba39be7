"""The example page on stochastic learning strategies: what its figure shows, at its rate of 0.2 for SGD, in words.

As the page does, all but the last two ask for the training loss.
"""

import pytest

from examples.mlp_guide.arms import DIGITS, MARGIN, PAGE_RATES, PLAIN, SGD, WITHIN, cross_validated
from examples.mlp_guide.questions import leads
from harness import beats, claim, same

SECTION = "Example: stochastic learning strategies"
ON_PAGE = [PLAIN, *(PLAIN.with_(data=data, passes=400) for data in ("iris", "noisy circles", "noisy moons"))]


@claim("MG12", section=SECTION, says="A rate that is scaled down with time ends worse than a constant one.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            leads(*((arm, arm.with_(schedule="invscaling")) for arm in ON_PAGE), on="train_loss", by=MARGIN),
            id="four-data-sets",
        )
    ],
)
def test_constant_rate_ends_better(question, judge):
    """On each of digits, iris, circles and moons, without momentum."""
    assert judge(question).supported


@claim("MG13", section=SECTION, says="After 15 passes SGD with momentum is ahead of SGD without.")
@pytest.mark.parametrize("question", [pytest.param(beats(SGD, PLAIN, on="train_loss", by=MARGIN), id="digits")])
def test_momentum_is_ahead(question, judge):
    assert judge(question).supported


@claim("MG14", section=SECTION, says="Nesterov's momentum and the ordinary one do equally well.")
@pytest.mark.parametrize(
    "question",
    [pytest.param(same(*cross_validated("MG14"), on="cv_accuracy", within=WITHIN["MG14"]), id="digits")],
)
def test_either_momentum(question, judge):
    assert judge(question).supported


@claim("MG15", section=SECTION, says="Which method is best depends on the learning rate.")
@pytest.mark.parametrize(
    "question",
    [
        pytest.param(
            leads(
                (DIGITS, SGD.with_(learning_rate=DIGITS.learning_rate)),
                (SGD, DIGITS.with_(learning_rate=PAGE_RATES["sgd"])),
                on="test_accuracy",
                by=MARGIN,
            ),
            id="digits",
        )
    ],
)
def test_ranking_turns(question, judge):
    """At scikit-learn's default rate, 0.001, Adam is ahead of SGD with momentum; at the page's, 0.2, behind it."""
    assert judge(question).supported
