"""The tally of a campaign: which claims are judged, as a reader counts them, and a line for each when it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from harness.declare.case import Asking, Case
from harness.declare.questions import Question
from harness.judge.decide import Judgement, Verdict


class Tally:
    """The claims that ask seeds, each with the verdicts of its tests so far.

    A claim is decided when all its tests have been judged; the same questions put to the baseline do not count.
    """

    def __init__(self, cases: Iterable[Asking]) -> None:
        self._tests: dict[str, list[Case]] = {}
        self._cells: list[Question] = []
        for case in cases:
            if isinstance(case, Case) and case.question is not None:
                self._tests.setdefault(case.id, []).append(case)
            elif case.question is not None:
                self._cells.append(case.question)
        self._claims_of: dict[Question, list[str]] = {}
        for name, tests in self._tests.items():
            for question in dict.fromkeys(test.question for test in tests if test.question):
                self._claims_of.setdefault(question, []).append(name)
        self._verdicts: dict[Question, Verdict] = {}
        self._width = max(map(len, self._tests), default=0)

    @property
    def status(self) -> str:
        """How many claims have been judged, such as "3 of 38 claims judged", and how many cells of a scope map."""
        parts = []
        if self._tests or not self._cells:
            parts.append(f"{sum(map(self._is_judged, self._tests))} of {len(self._tests)} claims judged")
        if self._cells:
            parts.append(f"{sum(map(self._verdicts.__contains__, self._cells))} of {len(self._cells)} cells judged")
        return ", ".join(parts)

    def judged(self, question: Question, judgement: Judgement) -> list[str]:
        """Take in a question's verdict; return a line for each claim that is judged with it."""
        if question in self._verdicts:
            return []
        self._verdicts[question] = judgement.verdict
        return [self._line(name) for name in self._claims_of.get(question, ()) if self._is_judged(name)]

    def _is_judged(self, name: str) -> bool:
        return all(test.question in self._verdicts for test in self._tests[name])

    def _line(self, name: str) -> str:
        tests = self._tests[name]
        found = Counter((self._verdicts[test.question], test.expected) for test in tests if test.question)
        symbol = next(iter(found))[0].symbol if len(found) == 1 else "±"
        parts = [f"{number} " * (len(tests) > 1) + came_out(*as_what) for as_what, number in found.items()]
        return f"{symbol} {name:{self._width}}  {', '.join(parts)}: {tests[0].says}"


def came_out(verdict: Verdict, expected: Verdict) -> str:
    """Return a verdict's word, with whether it was expected where that may be asked."""
    if verdict is Verdict.REFUTED and expected is Verdict.REFUTED:
        return f"{verdict.word} (as expected)"
    if expected is Verdict.REFUTED and verdict is Verdict.SUPPORTED:
        return f"{verdict.word} (expected: {expected.word})"
    return verdict.word
