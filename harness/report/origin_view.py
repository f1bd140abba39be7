"""Where the results came from: the data, the code, the machine, the options, and what the judge promises."""

from __future__ import annotations

from dataclasses import dataclass

from harness.base.text import without_folders
from harness.declare.labels import field_name
from harness.report.wording import inputs
from harness.results.controls import suite_controls
from harness.results.model import Commit, Controls, Dataset, JudgeSettings, Machine, Options, Results, Size, Suite

Facts = list[tuple[str, str]]
"""Each with its name."""


@dataclass(frozen=True)
class Origin:
    """What the page says of its results, besides the claims."""

    datetime: str
    day: str
    version: str
    complete: bool
    suite: Suite
    link: str
    """Where the text can be read; empty if the suite says nothing that a browser may follow."""
    links: dict[str, str]
    """Where a section can be read that stands elsewhere, likewise."""
    conditions: str
    """What the suite's own options chose, in words; empty if it has none."""
    commit: str
    """Empty if it is not known."""
    family_size: int
    family_alpha: str
    """In percent."""
    confidence: str
    """Likewise."""
    notices: list[str]
    """What is odd about the data."""
    groups: list[tuple[str, Facts]]
    """The facts, by what they are about."""


def origin(results: Results) -> Origin:
    """Return the view of where the results came from."""
    dataset, judge, commit = results.dataset, results.judge, results.commit_info
    changed = ", changed since" if commit.dirty else ""
    return Origin(
        datetime=results.datetime,
        day=results.datetime[:10],
        version=results.version,
        complete=results.complete,
        suite=results.suite,
        link=followed(results.suite.link),
        links={section: followed(link) for section, link in results.suite.links.items()},
        conditions=conditions(results.suite),
        commit=f"{commit.id[:10]}{changed}" if commit.id else "",
        family_size=judge.family_size,
        family_alpha=f"{judge.family_alpha * 100:.0f}",
        confidence=f"{judge.confidence * 100:.0f}",
        notices=list(inputs.notices(dataset)),
        groups=[
            ("Data", _dataset(dataset)),
            ("Code", [*_commit(commit), ("version", results.version)]),
            ("Machine", _machine(results.machine_info)),
            ("Options", _options(results.options)),
            (
                "Statistics",
                _statistics(judge, suite_controls(results.claims), results),
            ),
            *([("Environment", list(results.environment.items()))] if results.environment else []),
            ("Versions", list(results.packages.items())),
        ],
    )


def followed(link: str) -> str:
    """Return a link; empty if it does not lead to the web."""
    return link if link.startswith(("https://", "http://")) else ""


def conditions(suite: Suite) -> str:
    """Return what the suite's own options chose, such as "dataset small", or as its people call that."""
    chosen = [f"{field_name(name)} {value}" for name, value in suite.conditions.items()]
    return ", ".join(suite.names.get(one, one) for one in chosen)


def _dataset(dataset: Dataset) -> Facts:
    sizes = [(name, _size(size)) for name, size in dataset.sizes.items()]
    return [*([("name", dataset.name)] if dataset.name else []), ("SHA-256", dataset.sha256 or "–"), *sizes]


def _size(size: Size) -> str:
    given = f", inputs from {inputs.between(size.inputs.trained)}" if size.inputs else ""
    return f"{size.train} training and {size.test} test examples{given}"


def _commit(commit: Commit) -> Facts:
    dirty = {True: "yes: the code differs from the commit", False: "no", None: "unknown"}[commit.dirty]
    facts = [("commit", commit.id), ("branch", commit.branch), ("time", commit.time), ("changed since", dirty)]
    return [(name, text) for name, text in facts if text]


def _machine(machine: Machine) -> Facts:
    facts = [
        ("processor", machine.cpu.brand_raw or machine.processor),
        ("cores", machine.cpu.count),
        ("architecture", machine.machine),
        ("system", " ".join(filter(None, (machine.system, machine.release)))),
        ("Python", " ".join(filter(None, (machine.python_implementation, machine.python_version)))),
    ]
    return [(name, str(fact)) for name, fact in facts if fact]


def _options(options: Options) -> Facts:
    return [(field_name(name), _option(chosen)) for name, chosen in options]


def _option(chosen: str | int | bool | None) -> str:
    if chosen is None:
        return "not given"
    if isinstance(chosen, bool):
        return "yes" if chosen else "no"
    return without_folders(str(chosen))


def _statistics(judge: JudgeSettings, controls: Controls, results: Results) -> Facts:
    suite, max_seeds = results.suite, results.options.max_seeds
    limit = f", but at most {max_seeds}" if max_seeds else ""
    first = suite.first_seed
    return [
        ("chance of any wrong verdict", f"at most {judge.family_alpha:g} in the family"),
        ("size of the family", f"{judge.family_size} verdicts, fixed beforehand"),
        ("for one claim and direction", f"at most {judge.family_alpha / judge.family_size:g}"),
        ("confidence of the intervals", f"{judge.confidence:.0%}"),
        *_controls(controls),
        ("protocol", str(suite.protocol)),
        ("seeds", f"{first}, {first + 1}, {first + 2}, … as many as a claim's looks ask for{limit}"),
    ]


def _controls(controls: Controls) -> Facts:
    """Return what the A/A controls of the whole suite have shown."""
    if not controls.controls:
        return []
    facts = [
        ("A/A controls", f"{controls.able} of {controls.controls} could raise an alarm"),
        ("alarms", f"{controls.alarms}, where {controls.expected:.2g} are to be expected by chance"),
    ]
    if controls.power is None:
        return facts
    fault = "if of two seeds the same one, the earlier or the later, led three times in four"
    return [*facts, ("power of a control", f"{controls.power:.0%} on average, {fault}")]
