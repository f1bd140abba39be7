"""The record of a benchmark, from what pytest-benchmark reports of it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import JsonValue

from harness.results.model import Benchmark, BenchmarkStats


def benchmark_record(reported: Mapping[str, object]) -> Benchmark:
    """Return the record of a benchmark.

    Args:
        reported: as pytest-benchmark has it: `name`, `fullname`, `group`, `stats`, and what the test noted under
            `extra_info`.
    """
    # What a test noted may be anything: numpy's numbers, say, which JSON does not have, become text.
    plain: dict[str, JsonValue] = json.loads(json.dumps(reported, default=str))
    stats = plain["stats"]
    kept = {name: plain[name] for name in ("name", "fullname", "group", "extra_info")}
    known = {name: stats.get(name) for name in BenchmarkStats.model_fields} if isinstance(stats, dict) else stats
    return Benchmark.model_validate_json(json.dumps({**kept, "stats": known}))
