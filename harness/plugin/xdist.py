"""What pytest-xdist's controller and its workers tell each other; it sends plain values only, hence the JSON."""

from __future__ import annotations

from typing import Any

import pytest

from harness.results.model import Reference, Results


def is_worker(config: pytest.Config) -> bool:
    """Return whether this process is a worker, which neither reports nor is seen by anybody."""
    return hasattr(config, "workerinput")


def brief(node: Any, since: float, reference: Reference | None) -> None:
    """Tell a worker that is to be started since when runs count as fresh, and what the session is compared with."""
    text = reference.model_dump_json() if reference else None
    node.workerinput |= {"claims_since": since, "claims_reference": text}


def briefing(config: Any) -> tuple[float, Reference | None]:
    """Return, in a worker, what it was told."""
    text = config.workerinput["claims_reference"]
    return config.workerinput["claims_since"], Reference.model_validate_json(text) if text else None


def hand_in(config: Any, results: Results, gone: list[str], collected: list[str]) -> None:
    """Send what a worker has found out: the content of results.json, and node ids.

    Those of tests of the reference that are gone, and those of all claims that were found.
    """
    config.workeroutput |= {"claims": results.model_dump_json(), "claims_gone": gone, "claims_collected": collected}


def give_up(config: Any, mistake: str) -> None:
    """Send the line with which the session is to end: a worker itself can only end."""
    config.workeroutput["claims_error"] = mistake


def handed_in(node: Any) -> tuple[Results | None, list[str] | None, list[str] | None]:
    """Return what a worker that has ended sent; None of what it did not get to.

    Raises:
        pytest.UsageError: it gave up because of a mistake that a user can mend.

    """
    output = getattr(node, "workeroutput", {})  # a worker that died has none
    if "claims_error" in output:
        raise pytest.UsageError(output["claims_error"])
    text = output.get("claims")
    return (
        Results.model_validate_json(text) if text else None,
        output.get("claims_gone"),
        output.get("claims_collected"),
    )
