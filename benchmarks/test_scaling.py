"""How the wall clock grows with workers and seeds, and where it goes."""

import statistics
import time
from collections import defaultdict

import pytest

from benchmarks import commands
from benchmarks.training import CORES, Pool, harness_epochs, harness_run
from benchmarks.tutorial import TUTORIAL

WORKERS = sorted({1, 2, CORES})


@pytest.mark.benchmark(group="scaling")
def test_over_workers(compare):
    sides = {
        f"{count} workers": commands.claims(commands.QUESTION, "--claims-workers", str(count), cold=True)
        for count in WORKERS
    }
    compare(sides, rounds=3, per=dict.fromkeys(sides, 1.0), unit="s", warm=False)


@pytest.mark.benchmark(group="scaling")
def test_over_seeds_of_a_question_that_stays_open(compare):
    sides = {
        f"{seeds} seeds": commands.claims(commands.QUESTION, "-k", "OPEN", "--claims-max-seeds", str(seeds), cold=True)
        for seeds in (12, 24, 48)
    }
    compare(sides, rounds=3, per=dict.fromkeys(sides, 1.0), unit="s", warm=False)


@pytest.mark.benchmark(group="scaling")
def test_over_claims(compare):
    selections = {"1 comparison": "ASKED and C", "2 comparisons": "ASKED", "3 comparisons": "ASKED or OPEN"}
    sides = {
        name: commands.claims(commands.QUESTION, "-k", chosen, "--claims-max-seeds", "12", cold=True)
        for name, chosen in selections.items()
    }
    compare(sides, rounds=3, per=dict.fromkeys(sides, 1.0), unit="s", warm=False)


@pytest.mark.benchmark(group="scaling")
def test_where_the_time_goes(benchmark):
    """Split the wall clock of a question into parts that add up to it: medians over the rounds."""
    parts: dict[str, list[float]] = defaultdict(list)

    def play() -> None:
        started = time.perf_counter()
        commands.run("-m", "pytest", "-q", commands.QUESTION, "--collect-only")
        collected = time.perf_counter()
        results = commands.claims(commands.QUESTION, cold=True)()
        total = time.perf_counter() - collected
        campaign = results.campaign
        workers, wall, busy = campaign.workers, campaign.wall_seconds, campaign.busy_seconds
        compiling = _excess(results.runs.values())
        figures = {
            "start-up and collection": collected - started,
            "starting workers, their imports, waiting, store and judge": wall - busy / workers,
            "tracing and compiling": compiling / workers,
            "training and evaluation": (busy - compiling) / workers,
            "tests, results.json and report": total - wall - (collected - started),
        }
        for name, seconds in figures.items():
            parts[name].append(seconds)
        parts["the complete command"].append(total)

    benchmark.pedantic(play, rounds=3, iterations=1)
    order = ["the complete command", *(name for name in parts if name != "the complete command")]
    benchmark.extra_info.update(sides={name: parts[name] for name in order}, unit="s", facts={})


def _excess(runs):
    """Return how many seconds runs took beyond the median of their experiment: a worker's first one compiles."""
    seconds = defaultdict(list)
    for run in runs:
        seconds[run.experiment].append(run.seconds)
    return sum(max(0.0, one - statistics.median(own)) for own in seconds.values() for one in own)


@pytest.mark.benchmark(group="scaling")
def test_what_evaluating_and_recording_take_of_a_run(compare):
    pool = Pool(CORES, one_thread=True)
    sides = {
        "a run of T": pool.play(harness_run, TUTORIAL, 0),
        "its updates alone": pool.play(harness_epochs, TUTORIAL, TUTORIAL.epochs),
    }
    compare(sides, rounds=9, per=dict.fromkeys(sides, float(CORES)), unit="s")
    pool.close()
