"""A small factory of results.json contents for the report's tests: hand-made, so that no training is needed."""

import html
import itertools
import random
import re
import statistics
from typing import Any

from harness.results.comparison import compare
from harness.tutorial.sections import SECTIONS

NETWORK = {
    "data": "digits",
    "hidden": [256, 128],
    "activation": "sigmoid",
    "dropout": 0.5,
    "optimizer": "sgd",
    "learning_rate": 0.1,
    "batch_size": 32,
    "epochs": 10,
    "loss": "categorical_crossentropy",
    "input_scale": 1.0,
    "measure": [],
}
ACCURACY = {"name": "test_accuracy", "label": "test accuracy", "unit": "share of examples"}

REGION = {"decision_region": (12 * "0" + 12 * "1") * 24, "decision_extent": [-2.0, 2.0, -2.0, 2.0]}
"""Of a run that sees class 0 on the left and class 1 on the right."""
VARIANCE = {
    "gradient_variance": [3.0 / size for size in (1, 4, 16, 64, 256, 512)],
    "gradient_variance_at": [1.0, 4.0, 16.0, 64.0, 256.0, 512.0],
}
CURVES = {"title": "a bowl", "x": "step", "y": "loss", "lines": {"fast": [1.0, 0.1], "slow": [1.0, 0.9]}}


class Results:
    """Collects claims and their runs; `content` is what results.json would hold."""

    def __init__(self, *, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.content: dict[str, Any] = _frame()

    def exact(self, claim_id: str = "AC4", params: str = "", verdict: str = "supported", **changes: Any) -> dict:
        """Add a claim that is checked by values."""
        entry = _common(claim_id, params, verdict) | {
            "section": "Activation function",
            "kind": "exact",
            "reason": "all checks hold" if verdict == "supported" else "assert 0.25 == 0.5",
        }
        return self._add(entry | changes)

    def statistical(
        self,
        claim_id: str = "NS4",
        params: str = "B",
        verdict: str = "supported",
        *,
        kind: str = "superiority",
        levels: tuple[float, ...] = (0.9, 0.8),
        seeds: int = 12,
        epochs: int = 10,
        diverged: int = 0,
        **changes: Any,
    ) -> dict:
        """Add a question to seeds; the arms' figures lie around `levels`, the last arm's first runs diverge."""
        if kind == "superiority" and verdict == "refuted":
            levels = levels[::-1]
        lost = [diverged if arm == len(levels) - 1 else 0 for arm in range(len(levels))]
        arms = [
            self._arm(f"{claim_id}{params}{number}", level, seeds, epochs, lost[number])
            for number, level in enumerate(levels)
        ]
        share = {"supported": 1.0, "refuted": 0.0, "inconclusive": 0.5, "invalid": 0.5}[verdict]
        yes = round(seeds * share)
        effects = [_effect(kind, [arm["values"][seed] for arm in arms]) for seed in range(seeds)]
        finite = [effect for effect in effects if isinstance(effect, float)]
        middle = statistics.median(finite) if finite else 0.0
        entry = _common(claim_id, params, verdict) | {
            "kind": kind,
            "question": "With the same seed, is the test accuracy of one above that of the other by more than 0.01?",
            "metric": ACCURACY,
            "margin": {"interval": [0.85, 0.95], "proportion": 0.85, "trend": 0.0}.get(kind, 0.01),
            "p0": 0.5,
            "looks": [12, 24, 48],
            "look": {12: 1, 24: 2}.get(seeds) if verdict in ("supported", "refuted") else None,
            "reason": f"{yes} of {seeds} seeds say yes; that is what decides",
            "yes": yes,
            "seeds": seeds,
            "answers": [seed < yes for seed in range(seeds)],
            "effects": effects,
            "probability": {"estimate": share, "low": max(0.0, share - 0.26), "high": min(1.0, share + 0.26)},
            "effect": {"estimate": middle, "low": middle - 0.01, "high": middle + 0.01},
            "seeds_wanted": 96 if verdict == "inconclusive" else None,
            "arms": arms,
            "correlation": 0.4 if len(levels) == 2 else None,
            "control": None,
            "baseline": None,
        }
        return self._add(entry | changes)

    def timed(self, claim_id: str = "MB3", verdict: str = "supported") -> dict:
        """Add a question that the rounds of a benchmark answer."""
        entry = self.statistical(claim_id, "", verdict, kind="benchmark", levels=(0.9, 0.8, 0.7))
        sides = [arm["values"] for arm in entry.pop("arms")]
        entry["rounds"] = [list(values) for values in zip(*sides, strict=True)]
        entry["sides"] = [16.0, 64.0, 256.0]
        entry["effect_label"] = "smallest relative fall from one batch size to the next"
        entry["metric"] = {"name": "benchmark", "label": "seconds per epoch", "unit": "by batch size"}
        for name in ("control", "baseline", "correlation", "seeds_wanted"):
            del entry[name]
        return entry

    def benchmark(self, name: str = "test_epoch[32]", median: float = 0.25) -> dict:
        """Add what pytest-benchmark reports of one benchmark."""
        around = {"q1": 0.95, "q3": 1.1, "min": 0.9, "max": 1.5, "mean": 1.02, "iqr": 0.15, "stddev": 0.1}
        stats = {"median": median, "rounds": 20, **{key: median * factor for key, factor in around.items()}}
        entry = {"name": name, "fullname": f"claims/test_time.py::{name}", "group": "MB3", "stats": stats}
        self.content["benchmarks"].append(entry)
        return entry

    def _add(self, entry: dict) -> dict:
        self.content["claims"].append(entry)
        return entry

    def _arm(self, key: str, level: float, seeds: int, epochs: int, diverged: int) -> dict:
        experiment = NETWORK | {"epochs": epochs, "dropout": round(1 - level, 2)}
        self.content["experiments"][key] = experiment
        values: list[float | str] = []
        for seed in range(seeds):
            top = level + self.random.gauss(0, 0.01)
            rise = [top * (1 - 0.5 ** (epoch + 1)) for epoch in range(epochs)]
            lost = seed < diverged
            self.content["runs"][f"{key}-{seed}"] = {
                "experiment": key,
                "seed": seed,
                "curves": {"test_accuracy": rise[:2] if lost else rise},
                "measurements": {} if lost else {"train_accuracy": top},
                "diverged_at": 3 if lost else None,
                "fingerprint": f"{key}-{seed}",
                "seconds": 0.5,
                "series": {},
            }
            values.append("-Infinity" if lost else rise[-1])
        runs = [f"{key}-{seed}" for seed in range(seeds)]
        return {
            "experiment": key,
            "name": f"dropout {experiment['dropout']:g}",
            "evaluate_every": 1,
            "values": values,
            "runs": runs,
        }


def aside(verdict: str, yes: int, pairs: int = 6, *, alarm: bool = False) -> dict:
    """Return an A/A control."""
    chances = {"expected": 0.5, "chance": 0.4, "level": 0.05, "decidable": False, "alarm": alarm}
    answers = [pair < yes for pair in range(pairs)]
    return {"verdict": verdict, "yes": yes, "seeds": 2 * pairs, "answers": answers, **chances}


def baseline(verdict: str = "supported", yes: int = 12) -> dict:
    """Return scikit-learn's answer to a question."""
    return {
        "verdict": verdict,
        "yes": yes,
        "seeds": 12,
        "answers": [seed < yes for seed in range(12)],
        "question": "The same question",
        "reason": "the same rule",
        "effects": [0.1] * 12,
        "probability": {"estimate": yes / 12, "low": 0.0, "high": 1.0},
        "effect": {"estimate": 0.1, "low": 0.05, "high": 0.15},
        "arms": [],
        "note": "MLPClassifier has no dropout, so the arms go without it.",
        "agreement": None,
    }


def text_of(source: str) -> str:
    """Return what of a page a reader sees."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", source, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def inventory(questions: int = 100) -> dict[str, Any]:
    """Return results of about the size of the whole tutorial's: every kind, verdict and oddity in them."""
    made = Results()
    kinds = ("superiority", "superiority", "superiority", "trend", "proportion", "interval")
    verdicts = ("supported", "refuted", "supported", "inconclusive", "supported")
    for number in range(questions):
        kind = kinds[number % len(kinds)]
        made.statistical(
            f"Q{number // 2}",
            "ab"[number % 2],
            verdicts[number % len(verdicts)],
            kind=kind,
            levels={"superiority": (0.9, 0.8), "trend": (0.6, 0.7, 0.8, 0.9)}.get(kind, (0.9,)),
            seeds=(12, 24, 48)[number % 3],
            epochs=(3, 10, 60)[number % 3],
            diverged=3 if number % 7 == 0 else 0,
            section=SECTIONS[number * 9 // questions],
            control=aside("refuted", 1),
            baseline=baseline() if number % 4 == 0 else None,
        )
    for number in range(questions // 4):
        made.exact(f"X{number}", section=SECTIONS[number % 9])
    made.timed()
    for batch in (16, 32, 64, 256):
        made.benchmark(f"test_epoch[{batch}]", 8.0 / batch)
    made.content["comparison"] = compared(made.content)
    return made.content


def compared(content: dict[str, Any]) -> dict[str, Any]:
    """Return how results stand to earlier ones of an older version: the first claims flipped, moved and new."""
    flipped, moved, _, *others = content["claims"]
    earlier = [
        flipped | {"verdict": "inconclusive"},
        moved | {"effects": [0.5] * moved["seeds"]},
        *others,
        flipped | {"id": "OLD", "nodeid": "claims/test_old.py::test_of_old[a]", "params": "a"},
    ]
    reference = {**content, "claims": earlier, "packages": {"tensorflow": "2.20.0"}, "file": "results.json.gz"}
    return compare(content, reference, ["claims/test_old.py::test_of_old[a]"])


def _effect(kind: str, values: list[float | str]) -> float | str:
    if any(isinstance(value, str) for value in values):
        return "Infinity" if kind == "superiority" else "-Infinity"
    numbers = [float(value) for value in values]
    if len(numbers) == 1:
        return numbers[0]
    if kind == "superiority":
        return numbers[0] - numbers[1]
    return min(after - before for before, after in itertools.pairwise(numbers))


def _common(claim_id: str, params: str, verdict: str) -> dict[str, Any]:
    test = f"claims/test_{claim_id.lower()}.py::test_{claim_id.lower()}_holds"
    return {
        "id": claim_id,
        "nodeid": f"{test}[{params}]" if params else test,
        "section": "Network structure settings",
        "says": f"What {claim_id} says about networks.",
        "params": params,
        "expected": "supported",
        "expected_reason": "",
        "outcome": {"supported": "passed", "inconclusive": "skipped"}.get(verdict, "failed"),
        "verdict": verdict,
    }


def _frame() -> dict[str, Any]:
    """Return a results.json without claims."""
    return {
        "schema_version": 1,
        "datetime": "2026-11-23T20:02:11+00:00",
        "version": "0.1.0",
        "commit_info": {"id": "6f08179437e3", "time": "2026-11-23T19:58:37+00:00", "branch": "main", "dirty": True},
        "machine_info": {"machine": "x86_64", "system": "Linux", "python_version": "3.11.7", "cpu": {"count": 2}},
        "packages": {"numpy": "2.4.6", "tensorflow": "2.21.0"},
        "options": {"dataset": "mnist5k", "data": None, "max_seeds": 48, "workers": 2, "trainer": "epoch"},
        "complete": True,
        "judge": {"family_size": 100, "family_alpha": 0.05, "confidence": 0.95},
        "dataset": {"name": "mnist5k", "sha256": "80" * 32, "sizes": {"digits": {"train": 4000, "test": 1000}}},
        "campaign": {
            "runs_trained": 24,
            "runs_cached": 0,
            "wall_seconds": 61.5,
            "busy_seconds": 120.25,
            "workers": 2,
            "trainer": "epoch",
        },
        "claims": [],
        "experiments": {},
        "runs": {},
        "benchmarks": [],
    }
