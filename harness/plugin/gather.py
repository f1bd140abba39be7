"""From the selected claims to their evidence: first all that can be checked is, then the campaign trains."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.base.errors import DeclarationError, UserError
from harness.base.files import check_folder
from harness.base.text import visible
from harness.campaign.evidence import Evidence
from harness.campaign.loop import run_campaign
from harness.campaign.plan import runs_for
from harness.campaign.progress import TrainingProgress
from harness.campaign.store import STORE_FILE, Pruned, open_store, read_store
from harness.campaign.tally import Tally
from harness.campaign.workers.capacity import gpus
from harness.campaign.workers.processes import Processes
from harness.campaign.workers.protocol import open_workers
from harness.declare.case import Asking, Case, CellCase, questions_of
from harness.declare.questions import Question
from harness.declare.registry import Registry
from harness.declare.run import Run
from harness.declare.sweep import SEEDS, Curve
from harness.plugin import dry_run, xdist
from harness.plugin.curves import Curves
from harness.plugin.options import Settings
from harness.report import markdown as summary_markdown
from harness.report.wording.formatting import count, megabytes

NONE = Curves()
PROGRESS_FILE = "campaign.progress"
"""Where in the run store's folder a session says how far it is, for those that wait for it."""


def prepare(cases: Sequence[Case], registry: Registry, settings: Settings, curves: Curves = NONE) -> Evidence:
    """Return the evidence, of which there is none so far, after checking what would otherwise fail after the training.

    Raises:
        UserError: data cannot be read, or the session's files not be written.
        DeclarationError: a claim does not fit the data.

    """
    for case in cases:
        with naming(case):
            for question in questions_of([case]):
                question.check(registry.datasets)
    for curve in curves.selected:
        with naming(curve):
            curve.sweep.check(registry.datasets)
    if settings.report:
        check_folder(settings.report, ("results.json", "index.html"), "--claims-report")
    if settings.summary:
        summary_markdown.check(settings.summary)
    return Evidence(registry, settings.trainer, settings.workers, settings.max_seeds)


def gather(
    evidence: Evidence,
    cases: Sequence[Asking],
    settings: Settings,
    since: float,
    config: pytest.Config,
    curves: Curves = NONE,
    *,
    kept: Sequence[Asking] = (),
    early: Processes | None = None,
) -> None:
    """Gather the evidence that the claims ask for; what has been found is in it also if this is interrupted.

    Args:
        evidence: gets it.
        cases: the claims, and cells of scope maps.
        settings: the session's.
        since: Unix time from which on stored runs may be used.
        config: knows where the run store is, and who holds the terminal.
        curves: what is described besides.
        kept: what else must not lose its runs to --claims-prune.
        early: workers that have been started already.

    Raises:
        UserError: what is to train or to keep the runs cannot be used.

    """
    questions = questions_of(cases)
    if not questions and not curves.selected:
        if settings.prune:
            raise UserError("--claims-prune: no claim here asks seeds, so all runs would go; --cache-clear does that")
        return
    with (
        without_capture(config),
        TrainingProgress(Tally(cases)) as progress,
        open_workers(settings.workers, settings.scheduler, settings.run_limit, early) as workers,
        open_store(store_folder(config), _Waiting(progress, config)) as store,
        progress.published(store_folder(config) / PROGRESS_FILE),
    ):
        evidence.workers = workers.count
        most, first = settings.max_seeds, min((question.looks[0] for question in questions), default=0)
        if most is not None and most < first:
            progress.note(f"--claims-max-seeds {most}: nothing can be decided, for the first look is at {first} seeds")
        if settings.prune:
            needed = _all_runs([*questions, *questions_of(kept)], curves.found)
            progress.note(_pruned(store.prune(map(evidence.key, needed))))
        try:
            sweeps = [curve.sweep for curve in curves.selected]
            run_campaign(questions, evidence, store, workers, progress, since, sweeps)
        finally:
            for notice in [*store.notices, *_left_alone(evidence, gpus())]:
                progress.note(notice)


def _left_alone(evidence: Evidence, found: int) -> list[str]:
    """Return what to say of graphics processors that the training made no use of."""
    if (
        not found
        or not evidence.runs_trained
        or all(run.experiment.trained_with != "Keras" for run in evidence.results)
    ):
        return []
    return [
        f"{count(found, 'GPU')} left alone: networks as small as these gain nothing by one, and without it the numbers "
        "are the same on every machine; an @experiment function that trains a larger one may use it in a suite without "
        "Network and KerasModel, with --claims-workers 1 so that it is not shared"
    ]


def say_what_would_be_done(
    evidence: Evidence,
    cases: Sequence[Case],
    cells: Sequence[CellCase],
    since: float,
    config: pytest.Config,
    curves: Curves = NONE,
) -> None:
    """Print what `gather` would train, without training it.

    Raises:
        UserError: the run store cannot be used.

    """
    with without_capture(config), read_store(store_folder(config)) as store:
        for line in dry_run.lines(cases, cells, evidence, store, since, curves.selected):
            print(visible(line))
        for notice in store.notices:
            print(visible(notice))


def check_none_deselected(cases: Sequence[Case]) -> None:
    """Hold --claims-prune to having all claims selected, for what others need would be removed.

    Args:
        cases: those that are deselected.

    Raises:
        UserError: one of them asks seeds.

    """
    asking = [case for case in cases if case.question]
    if asking:
        raise UserError(
            f"--claims-prune: {count(len(asking), 'question')} would lose the runs, such as {asking[0].title}'s: -k, "
            "-m or another option deselects what needs them; select all claims"
        )


def _all_runs(questions: Sequence[Question], curves: Sequence[Curve]) -> list[Run]:
    """Return the runs that questions and curves may ask for at most, whatever --claims-max-seeds says."""
    asked = runs_for((question, question.looks[-1]) for question in questions)
    return asked + runs_for((curve.sweep, SEEDS) for curve in curves)


def _pruned(pruned: Pruned) -> str:
    removed, left = count(pruned.removed_runs, "run"), count(pruned.left_runs, "run")
    return (
        f"--claims-prune: {removed} ({megabytes(pruned.removed_bytes)}) removed from the run store, "
        f"{left} ({megabytes(pruned.left_bytes)}) left"
    )


@dataclass
class _Waiting:
    """Says that this session waits for another one, and whenever that one is further."""

    progress: TrainingProgress
    config: pytest.Config
    said: str | None = None

    def __call__(self, remedy: str) -> None:
        if xdist.is_worker(self.config):
            return  # those wait for each other
        try:
            status = (store_folder(self.config) / PROGRESS_FILE).read_text("utf-8")
        except OSError:
            status = ""  # it trains nothing, or has just ended
        if self.said is None:
            far = f" ({status})" if status else ""
            self.progress.note(
                f"another session is training with this run store{far}: waiting for it to end, its runs will be used"
                f"{remedy}"
            )
        elif status not in ("", self.said):
            self.progress.note(f"still waiting for the other session: {status}")
        self.said = status


@contextlib.contextmanager
def naming(case: Case | Curve) -> Iterator[None]:
    """Say of which test a mistake is that shows only when its claim meets the data."""
    try:
        yield
    except DeclarationError as error:
        raise DeclarationError(f"{case.nodeid}: {error}") from error


@contextlib.contextmanager
def without_capture(config: pytest.Config) -> Iterator[None]:
    """Let the campaign write to the terminal itself."""
    capture = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled() if capture else contextlib.nullcontext():
        yield


def store_folder(config: pytest.Config) -> Path:
    """Return the run store's folder, below pytest's cache directory so that --cache-clear clears it."""
    if not config.pluginmanager.hasplugin("cacheprovider"):
        raise UserError("the run store lives in pytest's cache: run without -p no:cacheprovider")
    try:
        return config.cache.mkdir("claims")
    except OSError as error:
        raise UserError(f"no folder for the run store in pytest's cache (cache_dir): {error}") from error


def store_size(config: pytest.Config) -> str | None:
    """Return how large the run store is, for a person; None if there is none."""
    try:
        path = store_folder(config) / STORE_FILE
        return megabytes(path.stat().st_size)
    except (UserError, FileNotFoundError):
        return None


def kept_figures(config: pytest.Config) -> Path | None:
    """Return where the report's figures are kept for the next one, beside the run store; None if there is no place."""
    try:
        return store_folder(config) / "figures.json"
    except UserError:
        return None  # they are drawn anew
