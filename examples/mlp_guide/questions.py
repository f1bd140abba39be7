"""Two kinds of question that the guide asks for: of several leads at once, and of a fraction."""

from __future__ import annotations

import math
from dataclasses import dataclass

from harness import Bound, Question


@dataclass(frozen=True, kw_only=True)
class EveryLead(Question):
    """With this seed, is the first arm of every pair ahead of the second by more than the pair's margin?

    A margin below 0 says by how much the first may be behind.
    """

    kind = "every lead"
    takes = (2, math.inf)
    signed = True
    pairs: tuple[tuple[int, int], ...]
    """Places of two arms among all."""
    margins: tuple[float, ...]
    sign: int
    """+1 if more of the metric is better, else -1."""

    @property
    def figure(self):
        return "pairs" if len(self.arms) == 2 else "arms"

    @property
    def alike(self):
        """Whether all pairs have one margin, which is then what the smallest lead is held against."""
        return len(set(self.margins)) == 1

    @property
    def bounds(self):
        margin = self.margins[0] if self.alike else 0.0
        return (Bound(f"more than {margin:g}", margin, "above"),)

    @property
    def compared(self):
        return tuple((self.arms[one], self.arms[other]) for one, other in self.pairs)

    def effect(self, values):
        leads = [
            self.sign * (values[one] - values[other]) - (0.0 if self.alike else margin)
            for (one, other), margin in zip(self.pairs, self.margins, strict=True)
        ]
        return math.nan if any(map(math.isnan, leads)) else min(leads)

    def answer(self, effect):
        return effect > self.margin + 1e-9

    def text(self, names):
        ways = [self.way(margin) for margin in self.margins]
        pairs = [f"with {names[one]} than with {names[other]}" for one, other in self.pairs]
        if self.alike:
            said = f"{ways[0]} {', and '.join(pairs)}"
        else:
            said = ", and ".join(f"{way} {pair}" for way, pair in zip(ways, pairs, strict=True))
        return f"With the same seed, {self.goes_with('is')} the {self.metric.label} {said}?"

    def way(self, margin):
        """Return what the first arm of a pair has to be, such as "more than 1 point higher"."""
        better, worse = ("higher", "lower") if self.sign > 0 else ("lower", "higher")
        if not margin:
            return better
        size = in_units(abs(margin), self.metric.unit)
        return f"more than {size} {better}" if margin > 0 else f"less than {size} {worse}"

    def effect_label(self, names):
        count = len(self.pairs)
        if count == 1:
            return f"how far {names[0]} is ahead of {names[1]}"
        if self.alike:
            return f"the {'smaller' if count == 2 else 'smallest'} of {count} leads"
        return f"what the {'closer' if count == 2 else 'closest'} of {count} leads has beyond its margin"


def in_units(size, unit):
    """Return a difference as people write it: of shares in points."""
    if not unit.startswith("share of"):
        return f"{size:g} {unit}"
    return f"{100 * size:g} point{'' if 100 * size == 1 else 's'}"


def leads(*pairs, on, by, **asked):
    """Ask whether the first arm of every pair is better than the second by more than a margin, one for all or each."""
    arms = tuple(dict.fromkeys(arm for pair in pairs for arm in pair))
    margins = tuple(by) if isinstance(by, tuple) else (by,) * len(pairs)
    places = tuple((arms.index(one), arms.index(other)) for one, other in pairs)
    sign = 1 if arms[0].metric(on).higher_is_better else -1
    return EveryLead(arms=arms, pairs=places, margins=margins, on=on, sign=sign, **asked)


@dataclass(frozen=True, kw_only=True)
class Fraction(Question):
    """With this seed, is the first arm's figure at most a fraction of the second's?"""

    kind = "fraction"
    figure = "pairs"

    fraction: float

    @property
    def bounds(self):
        return (Bound(f"at most {self.fraction:g} of it", self.fraction, "below"),)

    def effect(self, values):
        first, second = values
        return first / second

    def answer(self, effect):
        return effect <= self.fraction

    def text(self, names):
        label, first, second = self.metric.label, *names
        are, those = self.goes_with("is"), self.goes_with("that")
        return (
            f"With the same seed, {are} the {label} with {first} at most {self.fraction:g} times {those} with {second}?"
        )

    def effect_label(self, names):
        return f"{names[0]} as a fraction of {names[1]}"
