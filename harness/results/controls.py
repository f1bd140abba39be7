"""What the A/A controls of a suite came to."""

from __future__ import annotations

from collections.abc import Iterable

from harness.results.model import Claim, Control, Controls, SeedsClaim


def suite_controls(claims: Iterable[Claim]) -> Controls:
    """Return the summary of the controls of claims that seeds were asked, scikit-learn's answers among them.

    An arm's metric with the same seeds is one control, whatever it is asked in. The expectation holds however the
    controls depend on each other; how far a suite may stray from it does not.
    """
    found: dict[object, Control] = {}
    for claim in claims:
        if isinstance(claim, SeedsClaim):
            for asked in filter(None, (claim, claim.baseline)):
                if asked.control and asked.arms:
                    found[asked.arms[0].experiment, claim.metric.name, asked.seeds] = asked.control
    controls = found.values()
    powers = [control.power for control in controls if control.level]
    return Controls(
        controls=len(controls),
        able=len(powers),
        alarms=sum(control.alarm for control in controls),
        expected=sum(control.level for control in controls),
        power=sum(powers) / len(powers) if powers else None,
        faults=sum(control.fault for control in controls),
    )
