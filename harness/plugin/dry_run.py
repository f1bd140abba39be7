"""What a session would do, before it does it: questions, arms, runs, about how long, and what the seeds can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import mean, median

from harness.campaign.evidence import Evidence
from harness.campaign.plan import Task, runs_for, seeds_at, tasks_for
from harness.campaign.store import Store
from harness.declare.case import Asking, Case, CellCase, questions_of
from harness.declare.experiment import Experiment
from harness.declare.questions import Question
from harness.declare.run import Run
from harness.declare.sweep import Curve, Sweep
from harness.judge import bounds, planner
from harness.report.wording.formatting import count

PACE = 3e-11
"""Seconds that a multiply-add takes a worker, where no stored run tells: the median of the networks of a suite of 47
claims, on a machine that did other work beside. Others take from a third of it to three times as long."""


def lines(
    cases: Sequence[Case],
    cells: Sequence[CellCase],
    evidence: Evidence,
    store: Store,
    since: float,
    curves: Sequence[Curve] = (),
) -> Iterator[str]:
    """Yield the lines.

    Args:
        cases: the selected claims.
        cells: the selected cells of scope maps.
        evidence: knows the data, the limit of seeds and the number of workers; nothing in it is needed or changed.
        store: has the runs that need no training.
        since: Unix time from which on stored runs may be used.
        curves: the selected response curves.

    """
    questions = questions_of([*cases, *cells])
    yield f"{'; '.join(filter(None, (_tests(cases), _cells(cells), _curves(curves))))}; nothing is trained now"
    for case in cases:
        if case.question is not None:
            yield f"  {case.title}: {_question(case.question, evidence)}"
    for curve in curves:
        yield f"  {curve.title}: {_curve(curve.sweep, evidence)}"
    runs: dict[str, list[Run]] = {}
    if questions:
        runs["runs up to the first look"] = _runs(questions, evidence, "first")
        runs["runs up to all looks, if no claim is decided earlier"] = _runs(questions, evidence, "last")
        yield f"arms: {_arms(questions, [*cases, *cells])}"
    if curves:
        runs["runs of the curves"] = runs_for((curve.sweep, evidence.seeds_of(curve.sweep)) for curve in curves)
    known = dict.fromkeys(run for some in runs.values() for run in some)
    stored = {run: result.seconds for run in known if (result := store.get(evidence.key(run), since))}
    for name, wanted in runs.items():
        missing = [run for run in wanted if run not in stored]
        yield f"{name}: {len(wanted)}, {len(missing)} of them to train{_time(missing, stored, evidence)}"


def _cells(cells: Sequence[CellCase]) -> str:
    asking = [case for case in cells if case.question]
    if not cells:
        return ""
    spared = len(cells) - len(asking)
    rows = len({case.cell.row.title for case in cells})
    conditions = len({case.cell.condition.name for case in cells})
    return (
        f"{count(rows, 'row')} of a scope map under {count(conditions, 'condition')}: "
        f"{count(len(asking), 'question')} to seeds, {spared} n/a"
    )


def _curves(curves: Sequence[Curve]) -> str:
    return count(len(curves), "response curve") if curves else ""


def _tests(cases: Sequence[Case]) -> str:
    if not cases:
        return ""
    asking = sum(case.question is not None for case in cases)
    timing = sum(case.timing is not None for case in cases)
    claims = count(len({case.id for case in cases}), "claim")
    parts = [count(asking, "question") + " to seeds"]
    parts += [count(timing, "timing")] if timing else []
    parts += [count(exact, "check") + " by values"] if (exact := len(cases) - asking - timing) else []
    return f"{claims}: {', '.join(parts)}"


def _curve(sweep: Sweep, evidence: Evidence) -> str:
    values = count(len(sweep.places), "value")
    return f"{values} of {sweep.across}, {count(evidence.seeds_of(sweep), 'seed')} each; a description, no verdict"


def _question(question: Question, evidence: Evidence) -> str:
    """Return how many arms a question has, at how many seeds it is looked at, and what those can show."""
    most = evidence.most_seeds(question)
    reached = [look for look in question.looks if most is None or look <= most]
    arms = count(len(question.arms), "arm")
    if not reached:
        return f"{arms}; nothing can be decided, for the first look is at {question.looks[0]} seeds"
    deciding = bounds.design(question.p0, question.looks, question.alpha)[: len(reached)]
    seen = planner.detectable(deciding, question.p0)
    shows = (
        "too few to support it as a rule" if seen is None else f"find P(yes) from {seen:.2f} on in 80 % of all cases"
    )
    return f"{arms}; looks at {', '.join(map(str, reached))} seeds, which {shows}"


def _arms(questions: Sequence[Question], cases: Sequence[Asking]) -> str:
    arms = {arm for question in questions for arm in question.arms}
    own = {arm for case in cases if case.question for arm in case.question.arms}
    return f"{len(arms)}, {len(arms - own)} of them the baseline's" if arms - own else f"{len(arms)}"


def _runs(questions: Sequence[Question], evidence: Evidence, look: str) -> list[Run]:
    number = {"first": 0, "last": max(len(question.looks) for question in questions) - 1}[look]
    return runs_for((question, seeds_at(question, number, evidence.most_seeds(question))) for question in questions)


def _time(missing: Sequence[Run], stored: dict[Run, float], evidence: Evidence) -> str:
    """Return about how long the missing runs take, by stored runs of the same training, or of others by their work."""
    if not missing:
        return ""
    seconds: dict[Experiment, list[float]] = {}
    for run, spent in stored.items():
        seconds.setdefault(run.experiment, []).append(spent)
    pace = [mean(spent) / evidence.work(experiment) for experiment, spent in seconds.items()]
    if not pace and any(_is_unknown(run.experiment) for run in missing):
        return "; how long that takes is not known before some of it is stored"

    def of(task: Task) -> float:
        known = seconds.get(task.experiment)
        each = mean(known) if known else (median(pace) if pace else PACE) * evidence.work(task.experiment)
        return each * len(task.seeds)

    total = sum(of(task) for task in tasks_for(missing, evidence.work, evidence.workers))
    about = f"about {_rough(total / evidence.workers)} with {count(evidence.workers, 'worker')}"
    return f", {about}" if pace else f"; {about}, guessed from the networks' size, for none is stored yet"


def _is_unknown(experiment: Experiment) -> bool:
    """Return whether nothing is known of a training's cost before some of it is stored, as of a function's."""
    return type(experiment).work is Experiment.work


def _rough(seconds: float) -> str:
    if seconds < 120:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"
