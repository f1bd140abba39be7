"""What a set of results came from: code, machine, options, data, and the campaign that trained."""

from __future__ import annotations

from pydantic import Field

from harness.results.model.fields import Amount, Count, Finite, Place, Record, Share, Text


class Commit(Record):
    """The commit that the checkout was at; null where git could not say."""

    id: Text | None
    time: Text | None
    branch: Text | None
    dirty: bool | None
    """Whether the code was changed since."""


class Processor(Record):
    """The processor, as py-cpuinfo describes it; null is what it could not find out."""

    brand_raw: Text | None = None
    vendor_id_raw: Text | None = None
    arch: Text | None = None
    bits: Count | None = None
    count: Count | None = None
    """Of logical cores."""
    family: Count | None = None
    model: Count | None = None
    stepping: Count | None = None
    hz_advertised_friendly: Text | None = None
    hz_actual_friendly: Text | None = None
    l2_cache_size: Count | Text | None = None
    l3_cache_size: Count | Text | None = None
    flags: tuple[Text, ...] = ()


class Machine(Record):
    """The machine, as pytest-benchmark describes it."""

    processor: Text | None = None
    machine: Text | None = None
    """The architecture, such as "x86_64"."""
    system: Text | None = None
    release: Text | None = None
    python_version: Text | None = None
    python_implementation: Text | None = None
    python_implementation_version: Text | None = None
    python_compiler: Text | None = None
    python_build: tuple[Text, ...] = ()
    cpu: Processor = Processor()


class Options(Record):
    """The session's options; null is one that was not given, or that the session does not have."""

    max_seeds: Count | None = None
    """Null: as many seeds as the claims ask for."""
    workers: Count | None = None
    """Null: as many as the cluster has."""
    cluster: bool | None = None
    run_limit: Count | None = None
    """Seconds that one run may take."""
    trainer: Text | None = None
    fresh: bool | None = None
    strict: bool | None = None


class Suite(Record):
    """What the claims are about."""

    title: Text = "Claims"
    text: Text = ""
    """What the tested text is called in a sentence, such as "the guide"; empty where there is none."""
    about: Text = ""
    """What the text is about, to go on after its title."""
    data: Text = ""
    """What the data are, in a sentence or two."""
    author: Text = ""
    link: Text = ""
    sections: tuple[Text, ...] = ()
    """The text's sections, in its order."""
    links: dict[Text, Text] = Field(default_factory=dict)
    """Where a section can be read that stands elsewhere than the text, by section."""
    lesson: Text = ""
    """What shapes many of its verdicts, with figures by name; empty if nothing is said."""
    names: dict[Text, Text] = Field(default_factory=dict)
    """What people call settings and tests: by setting, such as "hidden 256-128", or by title, such as "NS4[B]"."""
    protocol: Place = 1
    """The number of the rules that the suite asks by."""
    first_seed: Count = 0
    """The first of the seeds that its questions ask."""
    conditions: dict[Text, Text] = Field(default_factory=dict)
    """What the suite's own options chose, such as {"dataset": "large"}."""


class JudgeSettings(Record):
    """What the judge promises."""

    family_size: Place
    """How many verdicts a family may hold."""
    family_alpha: Share
    """Bound on the chance that any verdict of a family is wrong."""
    confidence: Share
    """Of the intervals."""


Range = tuple[Finite, Finite]
"""The least and the greatest of some numbers."""


class Inputs(Record):
    """Between which numbers the inputs of a set of data lie, before an experiment scales them."""

    trained: Range
    """In the training part; of data that are drawn anew for every seed, in one seed's."""
    tested: Range
    """In the test part, likewise."""
    declared: Range | None = None
    """What the suite says of them; null if it says nothing."""


class Size(Record):
    """How many examples a set of data has, and what numbers they consist of."""

    train: Count
    test: Count
    classes: Count | None = None
    """Null of a regression's data, and in files that do not say."""
    inputs: Inputs | None = None
    """Null in files that do not say."""


Sample = tuple[Finite, Finite, Finite]
"""A training example of two features: both, as the network gets them, and its class."""


class Dataset(Record):
    """The data that the runs learned from."""

    name: Text
    sha256: Text | None
    sizes: dict[Text, Size]
    """By name of the data."""
    samples: dict[Text, tuple[Sample, ...]]
    """By key of an experiment whose decision regions were looked at: some of its training examples."""


class Campaign(Record):
    """What the training took."""

    runs_trained: Count
    runs_cached: Count
    """How many came from the store."""
    wall_seconds: Amount
    busy_seconds: Amount
    """Of all workers added up."""
    workers: Count
    trainer: Text


class Controls(Record):
    """The A/A controls of the whole suite."""

    controls: Count
    able: Count
    """How many could raise the alarm."""
    alarms: Count
    expected: Amount
    """The alarms to expect of arms that equal themselves."""
    power: Share | None
    """The mean chance of an alarm, of those that could raise it, under the fault that is named; null if none could."""
    faults: Count
    """How many came out as chance does no more often than a wrong verdict."""
