"""What these claims are about, and the table behind them, split anew for every seed."""

from pathlib import Path

import harness


def machines():
    """Return the measurements of 400 machines and their states."""
    return harness.read_csv(Path(__file__).parent / "machines.csv", target="state", test=0.25)


def pytest_claims_register(registry):
    """Describe the suite and register its data."""
    registry.suite(title="Which estimator for our machines?", family=10)
    registry.dataset("machines", machines, draw=harness.split(test=0.25))
