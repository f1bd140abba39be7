"""The report's response curves: descriptions beside the verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from harness.base.numbers import plain
from harness.base.text import without_folders
from harness.declare.labels import field_name, field_value
from harness.report.addresses import Addresses
from harness.report.question_view import rerun
from harness.report.wording import units
from harness.report.wording.responses import how_to_read, sentence
from harness.results.model import Response, ResponsePoint, Results

NOT_SHOWN = "–"


@dataclass(frozen=True)
class Sweep:
    """One curve."""

    address: str
    title: str
    """What tells it from the others of its card; empty for one alone."""
    response: Response
    finding: str
    """What it shows, in a sentence."""
    rows: list[list[str]]
    """The table of its values: value, median, interval, diverged."""
    settings: str
    """What all its points share."""


@dataclass(frozen=True)
class Card:
    """The curves of one declaration."""

    address: str
    id: str
    says: str
    section: str
    sweeps: list[Sweep]
    reading: list[str]
    """How to read them, where that is not the same for all curves of the page."""
    rerun: str
    """The command that describes them again."""


@dataclass(frozen=True)
class Curves:
    """All curves."""

    cards: list[Card]
    reading: str
    """How to read them all; empty if that differs."""

    @property
    def sweeps(self) -> list[Sweep]:
        """The curves of all cards."""
        return [sweep for card in self.cards for sweep in card.sweeps]


def curves(results: Results, addresses: Addresses) -> Curves:
    """Return the view of all response curves."""
    groups: dict[str, list[Response]] = {}
    for response in results.responses:
        groups.setdefault(response.id, []).append(_without_folders(response))
    reading = dict.fromkeys(how_to_read(response) for group in groups.values() for response in group)
    shared = next(iter(reading)) if len(reading) == 1 else ""
    return Curves([_card(group, shared, results, addresses) for group in groups.values()], shared)


def _without_folders(response: Response) -> Response:
    return response.model_copy(update={"note": without_folders(response.note)})


def _card(group: list[Response], shared: str, results: Results, addresses: Addresses) -> Card:
    first = group[0]
    address = addresses.new(first.id)
    return Card(
        address=address,
        id=first.id,
        says=first.says,
        section=first.section,
        sweeps=[_sweep(response, addresses) for response in group],
        reading=[] if shared else list(dict.fromkeys(map(how_to_read, group))),
        rerun=f"{rerun((response.nodeid for response in group), results)} -m curve",
    )


def _sweep(response: Response, addresses: Addresses) -> Sweep:
    shared = (f"{field_name(name)} {field_value(value)}" for name, value in response.settings.items() if value != [])
    return Sweep(
        address=addresses.new(response.id, response.params),
        title=response.params,
        response=response,
        finding=sentence(response),
        rows=[_row(point, response) for point in response.points],
        settings=", ".join(shared),
    )


def _row(point: ResponsePoint, response: Response) -> list[str]:
    median, unit = point.median, response.metric.unit
    return [
        plain(point.at),
        units.value(median.estimate, unit) if median else NOT_SHOWN,
        f"{units.value(median.low, unit)} to {units.value(median.high, unit)}"
        if median and response.limits
        else NOT_SHOWN,
        f"{point.diverged} of {len(response.seeds)}",
    ]
