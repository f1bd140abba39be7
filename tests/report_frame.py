"""What contents of results.json of schema version 1 have in common, for `tests.report_content`."""

import itertools
from typing import Any


def answers(verdict: str, seeds: int) -> dict[str, Any]:
    """Return what so many seeds answer for a verdict, and what follows from it."""
    share = {"supported": 1.0, "refuted": 0.0}.get(verdict, 0.5)
    yes = round(seeds * share)
    return {
        "p0": 0.5,
        "looks": [12, 24, 48],
        "look": {12: 1, 24: 2}.get(seeds) if verdict in ("supported", "refuted") else None,
        "reason": f"{yes} of {seeds} seeds say yes; that is what decides",
        "yes": yes,
        "seeds": seeds,
        "answers": [seed < yes for seed in range(seeds)],
        "probability": {"estimate": share, "low": max(0.0, share - 0.26), "high": min(1.0, share + 0.26)},
        "seeds_wanted": 96 if verdict == "inconclusive" else None,
    }


def effect(kind: str, values: list[float | str]) -> float | str:
    """Return a seed's effect from the value of each arm."""
    if any(isinstance(value, str) for value in values):
        return "Infinity" if kind == "superiority" else "-Infinity"
    numbers = [float(value) for value in values]
    if len(numbers) == 1:
        return numbers[0]
    if kind == "superiority":
        return numbers[0] - numbers[1]
    return min(after - before for before, after in itertools.pairwise(numbers))


def common(claim_id: str, params: str, verdict: str) -> dict[str, Any]:
    """Return what every claim has."""
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


def frame() -> dict[str, Any]:
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
