"""The comparison with a reference: two sessions in, a record of what changed out.

A claim's test is compared with the test of the same node id. What decides is the verdict; a mere shift of the numbers
is shown with its size.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from harness.judge.decide import Verdict
from harness.judge.estimates import median_interval
from harness.results.compared_arms import compared_arms
from harness.results.model import (
    Baseline,
    BaselineRow,
    Change,
    Claim,
    ComparedFile,
    Comparison,
    Interval,
    Outcome,
    Reference,
    Results,
    RoundsClaim,
    Row,
    SeedsClaim,
    Session,
    Side,
    State,
    ValuesClaim,
)

Facts = Mapping[str, str | int | bool | None]


def compare(session: Results, reference: Reference, gone: Collection[str]) -> Comparison:
    """Return the comparison as results.json has it.

    Args:
        session: the session's results.
        reference: the earlier ones, from `reference.read`.
        gone: node ids of the reference whose tests are known to exist no more. What else the session lacks was
            not run here, and nothing is said of it.
    """
    earlier = {claim.nodeid: claim for claim in reference.claims}
    rows = [compare_claim(claim, earlier.pop(claim.nodeid, None)) for claim in session.claims]
    rows += [_missing(claim, State.GONE if nodeid in gone else State.NOT_RUN) for nodeid, claim in earlier.items()]
    return Comparison(
        reference=ComparedFile(file=reference.file, datetime=reference.datetime, commit=reference.commit_info.id),
        changes=tuple(changes(session, reference)),
        claims=tuple(rows),
        arms=compared_arms(session.claims, session.seeds, reference, session.judge.family_size),
    )


def compare_claim(new: Claim, old: Claim | None) -> Row:
    """Return how one test of a claim stands to the reference.

    Args:
        new: its entry in the session's results.
        old: its entry in the reference; None if it has none.
    """
    if old is None:
        return _row(new, State.NEW, old=None, new=_side(new))
    if new.verdict is Verdict.NOT_JUDGED and new.outcome is Outcome.FAILED:
        return _row(new, State.NOT_JUDGED, old=_side(old), new=_side(new))
    # The session ended before the test ran: the question may lack seeds.
    unfinished = new.outcome is None and new.verdict in (Verdict.INCONCLUSIVE, Verdict.NOT_JUDGED)
    if unfinished or not (_was_run(new) and _was_run(old)):
        return _row(new, State.NOT_RUN, old=_side(old), new=_side(new))
    changed = _asked(new) != _asked(old)
    return _row(
        new,
        _state(new, old),
        old=_side(old),
        new=_side(new),
        question_changed=changed,
        shift=None if changed else _shift(new, old),
        baseline=_baseline_row(new, old, changed),
    )


def _missing(old: Claim, state: State) -> Row:
    return _row(old, state, old=_side(old), new=None)


def _row(
    named: Claim,
    state: State,
    *,
    old: Side | None,
    new: Side | None,
    question_changed: bool = False,
    shift: Interval | None = None,
    baseline: BaselineRow | None = None,
) -> Row:
    return Row(
        nodeid=named.nodeid,
        id=named.id,
        params=named.params,
        section=named.section,
        state=state,
        question_changed=question_changed,
        old=old,
        new=new,
        shift=shift,
        baseline=baseline,
    )


def _baseline_row(new: Claim, old: Claim, question_changed: bool) -> BaselineRow | None:
    ours = new.baseline if isinstance(new, SeedsClaim) else None
    theirs = old.baseline if isinstance(old, SeedsClaim) else None
    if ours is None or theirs is None:
        return None
    return BaselineRow(
        state=_state(ours, theirs),
        old=_side(theirs),
        new=_side(ours),
        shift=None if question_changed else _shift(ours, theirs),
    )


def _side(claim: Claim | Baseline) -> Side:
    if isinstance(claim, ValuesClaim):
        return Side(verdict=claim.verdict, reason=claim.reason, seeds=None, effect=None)
    return Side(verdict=claim.verdict, reason=claim.reason, seeds=claim.seeds, effect=claim.effect)


def _was_run(claim: Claim) -> bool:
    """Return whether a verdict was to be had: --benchmark-disable, for one, leaves too few rounds for any."""
    if claim.verdict is Verdict.NOT_JUDGED:
        return False
    if isinstance(claim, ValuesClaim):
        return claim.outcome is not None
    return isinstance(claim, SeedsClaim) or claim.seeds >= claim.looks[0]


def _state(new: Claim | Baseline, old: Claim | Baseline) -> State:
    if new.verdict is not old.verdict:
        return State.FLIPPED
    return State.IDENTICAL if _numbers(new) == _numbers(old) else State.MOVED


def _numbers(claim: Claim | Baseline) -> str:
    """Return all that was measured, to be compared: as text, for as a number NaN equals nothing."""
    if isinstance(claim, ValuesClaim):
        return ""
    measured = claim.rounds if isinstance(claim, RoundsClaim) else tuple(arm.values for arm in claim.arms)
    return repr((claim.answers, claim.effects, measured))


def _asked(claim: Claim) -> tuple[object, ...]:
    """Return what was asked and of what, to tell a changed question from a changed answer."""
    if isinstance(claim, ValuesClaim):
        return ()
    asked = claim.kind, claim.question, claim.margin, claim.p0, claim.looks
    if isinstance(claim, RoundsClaim):
        return (*asked, claim.of, claim.by, claim.sides)
    return (*asked, claim.metric, tuple(arm.experiment for arm in claim.arms))


def _shift(new: Claim | Baseline, old: Claim | Baseline) -> Interval | None:
    """Return the median over the seeds of new minus old effect, with its exact interval from order statistics.

    The seeds pair the two: the n-th effects come from the same seed, and only seeds that both have are used. The
    rounds of a benchmark are no such pairs, so that a timing has no shift.
    """
    if not (isinstance(new, SeedsClaim | Baseline) and isinstance(old, SeedsClaim | Baseline)):
        return None
    pairs = zip(new.effects, old.effects, strict=False)
    return Interval.of(median_interval([after - before for after, before in pairs]))


def changes(new: Session, old: Session) -> list[Change]:
    """Return what else changed."""
    theirs = _environment(old)
    return [
        change
        for group, ours in _environment(new).items()
        for change in differences(group, ours, theirs[group])
        # Data that only one of the sessions used are no change.
        if not (group == "data" and None in (change.old, change.new) and change.name not in ("name", "SHA-256"))
    ]


def differences(group: str, new: Facts, old: Facts) -> list[Change]:
    """Return in what two groups of facts differ, by name, with the old and the new value as text."""
    made = [
        Change(group=group, name=name, old=_text(old.get(name)), new=_text(new.get(name)))
        for name in sorted({*new, *old})
    ]
    return [change for change in made if change.old != change.new]


def _environment(session: Session) -> dict[str, Facts]:
    machine, commit, dataset = session.machine_info, session.commit_info, session.dataset
    sizes = {f"size of {name}": f"{size.train} + {size.test}" for name, size in dataset.sizes.items()}
    inputs = {
        f"inputs of {name}": f"{low:g} to {high:g}"
        for name, size in dataset.sizes.items()
        if size.inputs
        for low, high in [size.inputs.trained]
    }
    return {
        "versions": {**session.packages, "Python": machine.python_version},
        "environment": dict(session.environment),
        "machine": {
            "machine": machine.machine,
            "system": machine.system,
            "release": machine.release,
            "python_implementation": machine.python_implementation,
            "processor": machine.cpu.brand_raw,
            "cores": machine.cpu.count,
        },
        "data": {"name": dataset.name, "SHA-256": dataset.sha256, **sizes, **inputs},
        "code": {"version": session.version, "commit": commit.id, "changed since the commit": commit.dirty},
        "options": session.options.model_dump(),
    }


def _text(value: str | int | bool | None) -> str | None:
    """Return a value as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)
