"""The questions that a claim can put to every seed, one kind a module: effect, answer, words and figure.

A kind says everything that results.json and the report need to know of it; nothing here calculates statistics.
"""

from harness.declare.questions.base import Question
from harness.declare.questions.equivalence import Equivalence
from harness.declare.questions.holding import Holding
from harness.declare.questions.interaction import Interaction
from harness.declare.questions.interval import Interval
from harness.declare.questions.proportion import Proportion
from harness.declare.questions.superiority import Superiority
from harness.declare.questions.trend import Trend
from harness.judge.finer import TIE

__all__ = ["TIE", "Equivalence", "Holding", "Interaction", "Interval", "Proportion", "Question", "Superiority", "Trend"]
