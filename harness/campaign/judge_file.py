"""The command `python -m harness judge`: a verdict on runs from a CSV file, by the rules of every other."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from pathlib import Path

from harness.base.errors import UserError
from harness.base.text import visible
from harness.campaign.evidence import Evidence
from harness.campaign.plan import runs_for, seeds_at
from harness.declare.claim import at_least, at_most, beats, exceeds
from harness.declare.experiment import Setting
from harness.declare.judged import of_seeds
from harness.declare.metrics import metric
from harness.declare.questions import Question
from harness.declare.registry import Registry, current, used
from harness.judge.decide import Verdict
from harness.train.recorded import RecordedArm, recorded
from harness.train.run_table import RunTable, read_table, span_of

COMPARING = {"beats": beats, "exceeds": exceeds}
"""Option -> question that takes two arms and a margin."""
REACHING = {"at_least": at_least, "at_most": at_most}
"""Option -> question that takes an arm and a value."""
FURTHER = ("on", "by", "p0", "looks", "family")
"""Options that say more about a question."""


def judge_file(options: argparse.Namespace) -> int:
    """Print the verdict on the question that options ask, or without one what can be asked.

    Returns:
        The exit code: 0 if the evidence supports it, or nothing is asked; 1 otherwise.

    Raises:
        UserError: options that do not fit each other.
        DeclarationError: the file, or the question, cannot be meant.

    """
    path: Path = options.runs
    asked = next((name for name in (*COMPARING, *REACHING) if getattr(options, name) is not None), None)
    if asked is None:
        given = [name for name in FURTHER if getattr(options, name) is not None]
        if given:
            raise UserError(f"{_option(given[0])} asks nothing: add --beats, --exceeds, --at-least or --at-most")
        print(_contents(path, read_table(path)))
        return 0
    if options.on is None:
        raise UserError(f"{_option(asked)} needs --on METRIC: one of {', '.join(read_table(path).metrics)}")
    if options.higher_is_better is None:
        raise UserError(f"say which way {options.on!r} is better: --higher-is-better or --lower-is-better")
    metrics = {options.on: metric(options.on, higher_is_better=options.higher_is_better)}
    with used(Registry()) as registry:
        if options.family is not None:
            registry.suite(family=options.family)
        said, question = _question(asked, options, recorded(path, metrics=metrics))
        evidence = _evidence(question)
    judgement = evidence.judgement(question)
    print(visible(f"{of_seeds(said, question, judgement).message()}\n  runs       {_runs(question, evidence)}"))
    return 0 if judgement.verdict is Verdict.SUPPORTED else 1


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _question(asked: str, options: argparse.Namespace, arm: Callable[[str], RecordedArm]) -> tuple[str, Question]:
    """Return the question that options ask, after a sentence that says what is claimed."""
    further = {"p0": options.p0, "looks": looks_of(options.looks)}
    given = {name: value for name, value in further.items() if value is not None}
    words = asked.replace("_", " ")
    if asked in COMPARING:
        first, second = getattr(options, asked)
        if options.by is None:
            raise UserError(f"{_option(asked)} needs a margin, --by NUMBER, in the unit of {options.on!r}")
        said = f'"{first} {words} {second} on {options.on} by more than {options.by:g}"'
        return said, COMPARING[asked](arm(first), arm(second), on=options.on, by=options.by, **given)
    if options.by is not None:
        raise UserError(f"{_option(asked)} takes no margin: leave out --by")
    name, text = getattr(options, asked)
    try:
        value = float(text)
    except ValueError as error:
        raise UserError(f"{_option(asked)} takes an arm and a number, not {text!r}") from error
    said = f'"{options.on} of {name} is {words} {value:g}"'
    return said, REACHING[asked](arm(name), on=options.on, value=value, **given)


def looks_of(text: str | None) -> tuple[int, ...] | None:
    """Return the numbers of seeds that --looks says; None if it was not given.

    Raises:
        UserError: they are no numbers.

    """
    if text is None:
        return None
    try:
        return tuple(int(look) for look in text.split(","))
    except ValueError as error:
        raise UserError(f"--looks takes numbers of seeds, such as 12,24, not {text!r}") from error


def _evidence(question: Question) -> Evidence:
    """Return the evidence of as many runs as a session would look up."""
    evidence = Evidence(current(), trainer="", workers=0, max_seeds=None)
    seeds = seeds_at(question, len(question.looks) - 1, evidence.most_seeds(question))
    setting = Setting(None, {}, evidence.trainer)
    for run in runs_for([(question, seeds)]):
        evidence.add((run, result) for _, result in run.experiment.train(run.seed, (1,), setting))
    return evidence


def _runs(question: Question, evidence: Evidence) -> str:
    """Return what the verdict rests on, and what has been taken for granted about it."""
    better = "higher" if question.metric.higher_is_better else "lower"
    recorded_seeds = question.arms[0].recorded
    assert recorded_seeds is not None
    seeds = evidence.judgement(question).seeds
    used = [result for run, result in evidence.results.items() if run.seed in question.seeds(seeds)]
    diverged = sum(result.diverged_at is not None for result in used)
    return (
        f"{recorded_seeds.file} has the seeds {span_of(recorded_seeds.seeds)}; {better} is better; "
        f"{diverged} of the {len(used)} runs behind the verdict diverged"
    )


def _contents(path: Path, table: RunTable) -> str:
    """Return what a file has, and how to ask about it."""
    arms, metrics = list(table.arms), table.metrics
    command = f"python -m harness judge {shlex.quote(str(path))} --on {shlex.quote(metrics[0])} --higher-is-better"
    if len(arms) > 1:
        ask = f"{command} --beats {shlex.quote(arms[0])} {shlex.quote(arms[1])} --by MARGIN"
    else:
        ask = f"{command} --at-least {shlex.quote(arms[0])} VALUE"
    return visible(
        f"{path}\n"
        f"  arms       {', '.join(arms)}\n"
        f"  metrics    {', '.join(metrics)}\n"
        f"  seeds      {len(table.seeds)} ({span_of(table.seeds)})\n"
        f"ask, for instance:\n"
        f"  {ask}"
    )
