"""Response curves among the tests: which are selected, and what a test is told of its own. They have no verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

import pytest

from harness.base.errors import DeclarationError
from harness.campaign.evidence import Evidence
from harness.declare.sweep import Curve, Sweep
from harness.results.model import Response
from harness.results.responses import response_record

MARKER, FIXTURE = "curve", "describe"


class Curves(NamedTuple):
    """A session's response curves."""

    found: Sequence[Curve] = ()
    """All, also those that are not selected: their runs are kept."""
    selected: Sequence[Curve] = ()

    @classmethod
    def among(cls, items: Iterable[pytest.Item]) -> Self:
        """Return the curves among items, none of which is selected yet.

        Raises:
            DeclarationError: an id declared twice, a sweep that is no curve's, or a curve that has no sweep.

        """
        return cls(found=_collected(items))

    def selecting(self, items: Iterable[pytest.Item]) -> Self:
        """Return the same curves with those selected that are among items."""
        return self._replace(selected=_collected(items))


def described(curves: Sequence[Curve], evidence: Evidence | None, nodeid: str, sweep: Sweep) -> Response:
    """Return the numbers of a test's own curve; the test fails if a run of it could not be trained."""
    curve = next((curve for curve in curves if curve.nodeid == nodeid), None)
    if evidence is None or curve is None or curve.sweep != sweep:
        pytest.fail("a curve is described by its test's own parameter, as parametrize gave it", pytrace=False)
    record = response_record(curve, evidence)
    if record.note:
        pytest.fail(f"{curve.title}: {record.note}", pytrace=False)
    return record


def _parameters(item: pytest.Function) -> dict[str, object]:
    return dict(item.callspec.params) if hasattr(item, "callspec") else {}


def _check(item: pytest.Function, mark: pytest.Mark, sweeps: Sequence[Sweep]) -> None:
    if mark.args or mark.kwargs.keys() != {"id", "section", "says"}:
        raise DeclarationError(f"{item.nodeid}: the marker `curve` is put there by harness.curve")
    if item.get_closest_marker("claim"):
        raise DeclarationError(f"{item.nodeid} is a claim and a curve: one has a verdict, and the other never")
    if len(sweeps) != 1:
        raise DeclarationError(
            f"{item.nodeid} has {len(sweeps)} sweeps, and a curve has one: give it one through @pytest.mark.parametrize"
        )
    if FIXTURE not in item.fixturenames:
        raise DeclarationError(
            f"{item.nodeid} does not look at its curve: take the fixture {FIXTURE}, and let the test end with: "
            f"{FIXTURE}({next(name for name, one in _parameters(item).items() if one is sweeps[0])})"
        )


def _collected(items: Iterable[pytest.Item]) -> list[Curve]:
    curves = []
    declared: dict[str, tuple[object, object]] = {}
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        sweeps = [one for one in _parameters(item).values() if isinstance(one, Sweep)]
        mark = item.get_closest_marker(MARKER)
        if mark is None:
            if sweeps:
                raise DeclarationError(f"{item.nodeid} has a sweep and is no curve: decorate it with @curve(...)")
            continue
        _check(item, mark, sweeps)
        curve = Curve(nodeid=item.nodeid, params=item.callspec.id, sweep=sweeps[0], **mark.kwargs)
        declaration = item.path, tuple(sorted(mark.kwargs.items()))
        if declared.setdefault(curve.id, declaration) != declaration:
            raise DeclarationError(f"curve {curve.id} is declared twice: in {declared[curve.id][0]} and {item.path}")
        curves.append(curve)
    return curves
