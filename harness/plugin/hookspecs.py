"""The hook through which a project, or an installed package, adds to what claims can name."""

from __future__ import annotations

import pytest

from harness.declare.registry import Registry


@pytest.hookspec(historic=True)
def pytest_claims_register(registry: Registry, config: pytest.Config) -> None:
    """Register data sets, metrics and measurements, and describe the suite.

    Called once for every conftest.py and plugin that has it, before the tests beside it are imported::

        def pytest_claims_register(registry):
            registry.suite(title="Our model", sections=["Training", "Data"])
            registry.dataset("sensors", load_sensors)
            registry.metric("late_loss", harness.metric(..., higher_is_better=False))

    Args:
        registry: what is registered into.
        config: pytest's, for the options that a suite has declared itself.

    """
