"""The content of results.json as one typed model.

`Results` is the whole file; every part is a frozen `Record`, which pydantic checks when it is made or read. Numbers are
floats: JSON has no NaN and no infinities, where they are the strings "NaN", "Infinity" and "-Infinity".
"""

from harness.results.model.answers import Answers, Arm, ArmAnswers, Control, Interval
from harness.results.model.claims import (
    Baseline,
    Bound,
    Claim,
    ClaimTest,
    Curves,
    Leads,
    Metric,
    Outcome,
    Question,
    RoundsClaim,
    SeedsClaim,
    ValuesClaim,
)
from harness.results.model.comparison import BaselineRow, Change, ComparedFile, Comparison, Row, Side, State
from harness.results.model.fields import LARGEST, MisfitError, Record, drawable
from harness.results.model.origin import (
    Campaign,
    Commit,
    Controls,
    Dataset,
    JudgeSettings,
    Machine,
    Options,
    Processor,
    Size,
    Suite,
)
from harness.results.model.results import Reference, Results, Session
from harness.results.model.runs import (
    Benchmark,
    BenchmarkStats,
    DecisionRegion,
    Experiment,
    GradientVariance,
    Run,
    Speed,
    SpeedBenchmark,
)

__all__ = [
    "LARGEST",
    "Answers",
    "Arm",
    "ArmAnswers",
    "Baseline",
    "BaselineRow",
    "Benchmark",
    "BenchmarkStats",
    "Bound",
    "Campaign",
    "Change",
    "Claim",
    "ClaimTest",
    "Commit",
    "ComparedFile",
    "Comparison",
    "Control",
    "Controls",
    "Curves",
    "Dataset",
    "DecisionRegion",
    "Experiment",
    "GradientVariance",
    "Interval",
    "JudgeSettings",
    "Leads",
    "Machine",
    "Metric",
    "MisfitError",
    "Options",
    "Outcome",
    "Processor",
    "Question",
    "Record",
    "Reference",
    "Results",
    "RoundsClaim",
    "Row",
    "Run",
    "SeedsClaim",
    "Session",
    "Side",
    "Size",
    "Speed",
    "SpeedBenchmark",
    "State",
    "Suite",
    "ValuesClaim",
    "drawable",
]
