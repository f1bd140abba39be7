"""The whole of results.json."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from harness.results.model.claims import Claim
from harness.results.model.comparison import Comparison
from harness.results.model.fields import MisfitError, Record, Seed, Text
from harness.results.model.levels import ClaimLevel
from harness.results.model.origin import Campaign, Commit, Controls, Dataset, JudgeSettings, Machine, Options, Suite
from harness.results.model.responses import Response
from harness.results.model.runs import Benchmark, Experiment, Run, Speed
from harness.results.model.scope import ScopeMap


class Session(Record):
    """What a comparison looks at: the tests of claims, and what they came from."""

    schema_version: Literal[2] = 2
    datetime: Text
    """When the results were made, ISO 8601 in UTC."""
    version: Text
    """Of the harness."""
    commit_info: Commit
    machine_info: Machine
    packages: dict[Text, Text]
    """The installed versions of what results depend on, by name."""
    environment: dict[Text, Text] = Field(default_factory=dict)
    """The variables of the environment that may change numbers, as far as they were set."""
    options: Options
    judge: JudgeSettings
    suite: Suite
    dataset: Dataset
    claims: tuple[Claim, ...]
    """One for each test of a claim, in pytest's order."""


class Reference(Session):
    """The part of earlier results that a session is compared with."""

    file: Text
    """The name of the file that they were read from."""
    seeds: dict[Text, Seed]
    """The seed of each run, by the run's key."""

    @classmethod
    def of(cls, results: Results, file: str) -> Reference:
        """Return what a comparison needs of results that were read from a file of this name."""
        return cls(file=file, seeds=results.seeds, **{name: getattr(results, name) for name in Session.model_fields})


class Results(Session):
    """What a session found out."""

    complete: bool
    """False if the session was interrupted or ended early: then verdicts may be missing seeds."""
    campaign: Campaign
    controls: Controls | None
    experiments: dict[Text, Experiment]
    """By key."""
    runs: dict[Text, Run]
    """By key."""
    benchmarks: tuple[Benchmark, ...]
    levels: tuple[ClaimLevel, ...] = ()
    """What becomes of each claim over all its tests; empty in files that do not say."""
    responses: tuple[Response, ...] = ()
    """Response curves, in pytest's order; empty in files that do not say."""
    scope: tuple[ScopeMap, ...] = ()
    """Scope maps that were run, here or in another session whose results were merged into these."""
    comparison: Comparison | None
    """Null if the session was not compared with a reference."""
    speed: Speed | None
    """Null unless benchmarks were added."""

    @property
    def seeds(self) -> dict[str, int]:
        """The seed of each run, by the run's key."""
        return {key: run.seed for key, run in self.runs.items()}

    @model_validator(mode="after")
    def _compared_whole(self) -> Self:
        if self.comparison:
            known = {row.nodeid for row in self.comparison.claims}
            for claim in self.claims:
                if claim.nodeid not in known:
                    raise MisfitError(f"{claim.nodeid} is missing", ".comparison.claims")
        return self
