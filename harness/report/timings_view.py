"""Where the time went: the campaign, the training of each network, and the benchmarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from harness.declare.labels import field_name, field_value
from harness.report.addresses import Addresses
from harness.report.wording.formatting import count, duration, words_of_test
from harness.results.model import Benchmark, Experiment, Results, Run

MOST_BARS = 12
"""Networks shown in the figure of training times; the table has all."""


class NetworkFigure(NamedTuple):
    """The figure of training times."""

    address: str
    arguments: tuple[list[str], list[float], str]
    """The networks, their seconds, and the caption."""


class BenchmarkFigure(NamedTuple):
    """The figure of benchmarks."""

    address: str
    arguments: tuple[list[str], list[float], list[tuple[float, float]]]
    """Their names, medians and quartiles."""


class Network(NamedTuple):
    """What training one network took."""

    name: str
    """What is special about it."""
    trainings: int
    seconds: float


@dataclass(frozen=True)
class Timings:
    """Where the campaign's time went."""

    facts: list[tuple[str, str]]
    networks: list[tuple[str, int, str]]
    """Each network: what is special about it, its trainings, and their time."""
    network_figure: NetworkFigure | None
    benchmarks: list[list[str]]
    benchmark_figure: BenchmarkFigure | None


def timings(results: Results, addresses: Addresses) -> Timings:
    """Return the view of campaign times and benchmarks."""
    campaign = results.campaign
    networks = _networks(results)
    return Timings(
        facts=[
            ("runs trained in this session", str(campaign.runs_trained)),
            ("runs taken from the store", str(campaign.runs_cached)),
            ("waiting time", duration(campaign.wall_seconds)),
            ("training time in this session, all workers added up", duration(campaign.busy_seconds)),
            ("training time of all runs, whenever they were trained", duration(_spent(networks))),
            ("workers", str(campaign.workers)),
            ("trainer", campaign.trainer),
        ],
        networks=[(network.name, network.trainings, duration(network.seconds)) for network in networks],
        network_figure=_network_figure(networks, addresses) if networks else None,
        benchmarks=[_benchmark_row(benchmark) for benchmark in results.benchmarks],
        benchmark_figure=_benchmark_figure(results.benchmarks, addresses) if results.benchmarks else None,
    )


def _trainings(results: Results) -> list[Run]:
    """Return the runs, but of one training with results at several stops only the longest: it has all of its time."""
    longest: dict[tuple[str, int], Run] = {}
    for key, run in results.runs.items():
        experiment = results.experiments.get(run.experiment)
        training = repr({**experiment, "epochs": None}) if experiment else key, run.seed
        if training not in longest or run.seconds > longest[training].seconds:
            longest[training] = run
    return list(longest.values())


def _networks(results: Results) -> list[Network]:
    """Return what training each network took, the costliest first."""
    trainings: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    for run in _trainings(results):
        trainings[run.experiment] += 1
        seconds[run.experiment] = seconds.get(run.experiment, 0) + run.seconds
    names = _names(results.experiments, results.suite.names)
    networks = [Network(names.get(key, key), trainings[key], spent) for key, spent in seconds.items()]
    return sorted(networks, key=lambda network: -network.seconds)


def _spent(networks: Sequence[Network]) -> float:
    return sum(network.seconds for network in networks)


def _names(experiments: Mapping[str, Experiment], called: Mapping[str, str]) -> dict[str, str]:
    """Return for each experiment what tells it from the commonest values, in the suite's names for these settings."""
    common: dict[str, str] = {}
    for field in dict.fromkeys(field for experiment in experiments.values() for field in experiment):
        values = Counter(repr(experiment.get(field)) for experiment in experiments.values())
        common[field] = values.most_common(1)[0][0]
    names = {}
    for key, experiment in experiments.items():
        special = [
            called.get(text := f"{field_name(field)} {field_value(chosen)}", text)
            for field, chosen in experiment.items()
            if repr(chosen) != common[field] and field != "measure"
        ]
        names[key] = ", ".join(special) or "the commonest settings"
    return names


def _network_figure(networks: Sequence[Network], addresses: Addresses) -> NetworkFigure:
    shown = networks[:MOST_BARS]
    if len(networks) <= MOST_BARS:
        caption = f"{count(len(networks), 'arm')}, {duration(_spent(networks))} of training."
    else:
        took = f"{duration(_spent(shown))} of {duration(_spent(networks))}"
        caption = f"The {MOST_BARS} costliest of {len(networks)} arms take {took}."
    names, seconds = [network.name for network in shown], [network.seconds for network in shown]
    return NetworkFigure(addresses.new("times"), (names, seconds, caption))


def _benchmark_name(benchmark: Benchmark) -> str:
    """Return a benchmark's name in words: pytest-benchmark's is the test's, with its parametrize id."""
    name, _, params = benchmark.name.partition("[")
    words = words_of_test(f"::{name}")
    return f"{words} ({params.removesuffix(']')})" if params else words


def _benchmark_row(benchmark: Benchmark) -> list[str]:
    stats = benchmark.stats
    times = [duration(seconds) for seconds in (stats.median, stats.iqr, stats.min, stats.max)]
    return [_benchmark_name(benchmark), benchmark.group or "–", *times, str(stats.rounds)]


def _benchmark_figure(benchmarks: Sequence[Benchmark], addresses: Addresses) -> BenchmarkFigure:
    stats = [benchmark.stats for benchmark in benchmarks]
    names, medians = [_benchmark_name(benchmark) for benchmark in benchmarks], [stat.median for stat in stats]
    quartiles = [(stat.q1, stat.q3) for stat in stats]
    return BenchmarkFigure(addresses.new("benchmark-times"), (names, medians, quartiles))
