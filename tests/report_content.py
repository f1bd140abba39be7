"""A small factory of results for the report's tests: hand-made, so that no training is needed.

It makes content of schema version 1, in which much follows from little; `results` and `claim` are its typed model.
"""

import html
import json
import random
import re
import statistics
from typing import Any

from claims.sections import SECTIONS
from harness.results.model import Claim, Reference
from harness.results.model import Results as Model
from harness.results.upgrade import upgrade
from tests.report_frame import answers, common, effect, frame

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
ACCURACY = {"name": "test_accuracy", "label": "test accuracy", "unit": "share of examples", "higher_is_better": True}

REGION = {"decision_region": (12 * "0" + 12 * "1") * 24, "decision_extent": [-2.0, 2.0, -2.0, 2.0]}
"""Of a run that sees class 0 on the left and class 1 on the right."""
VARIANCE = {
    "gradient_variance": [3.0 / size for size in (1, 4, 16, 64, 256, 512)],
    "gradient_variance_at": [1.0, 4.0, 16.0, 64.0, 256.0, 512.0],
}
CURVES = {"title": "a bowl", "x": "step", "y": "loss", "lines": {"fast": [1.0, 0.1], "slow": [1.0, 0.9]}}


SUITE = {
    "title": "How to train",
    "text": "the tutorial",
    "about": "says how to choose a network's structure.",
    "data": "The images are of digits.",
    "sections": list(SECTIONS),
}


class Results:
    """Collects claims and their runs; `content` is what results.json of version 1 would hold."""

    def __init__(self, *, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.content: dict[str, Any] = frame()

    @property
    def results(self) -> Model:
        """What was collected so far, typed."""
        return typed(self.content)

    @property
    def claim(self) -> Claim:
        """The claim that was added last, typed."""
        return self.results.claims[-1]

    def exact(self, claim_id: str = "AC4", params: str = "", verdict: str = "supported", **changes: Any) -> dict:
        """Add a claim that is checked by values."""
        entry = common(claim_id, params, verdict) | {
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
        effects = [effect(kind, [arm["values"][seed] for arm in arms]) for seed in range(seeds)]
        finite = [number for number in effects if isinstance(number, float)]
        middle = statistics.median(finite) if finite else 0.0
        entry = {
            **common(claim_id, params, verdict),
            **answers(verdict, seeds),
            "kind": kind,
            "question": "With the same seed, is the test accuracy of one above that of the other by more than 0.01?",
            "metric": ACCURACY,
            "margin": {"interval": [0.85, 0.95], "proportion": 0.85, "trend": 0.0}.get(kind, 0.01),
            "effects": effects,
            "effect": {"estimate": middle, "low": middle - 0.01, "high": middle + 0.01},
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


def aside(ahead: int = 14, *, level: float = 0.044, alarm: bool = False, fault: bool = False) -> dict:
    """Return an A/A control."""
    chances = {"chance": 0.0001 if fault else 0.02 if alarm else 0.4, "level": level, "power": 0.6 if level else 0.0}
    return {"seeds": 12, "ahead": ahead, "behind": 30 - ahead, **chances, "alarm": alarm or fault, "fault": fault}


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


def typed(content: dict[str, Any]) -> Model:
    """Return content of schema version 1, as `Results` makes it, as the typed model."""
    upgraded = upgrade(content)
    upgraded["suite"] |= SUITE
    return Model.model_validate_json(json.dumps(upgraded))


def as_written(content: dict[str, Any]) -> Any:
    """Return content of schema version 1 as results.json has it today."""
    return json.loads(typed(content).model_dump_json())


def reference(content: dict[str, Any], file: str = "results.json.gz") -> Reference:
    """Return content of schema version 1 as what a session is compared with."""
    return Reference.of(typed(content), file)


def text_of(source: str) -> str:
    """Return what of a page a reader sees."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", source, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
