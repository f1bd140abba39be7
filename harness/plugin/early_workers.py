"""Workers that start while pytest still collects: importing TensorFlow takes them about as long as that."""

from __future__ import annotations

import contextlib

import pytest

from harness.base.errors import UserError
from harness.campaign.store import STORE_FILE
from harness.campaign.workers.processes import Processes
from harness.declare.questions import Question
from harness.plugin import xdist
from harness.plugin.collect import parameter, unrun
from harness.plugin.gather import store_folder
from harness.plugin.options import Settings


def registered(config: pytest.Config, settings: Settings) -> EarlyWorkers:
    """Register the plugin that starts workers early, and return it."""
    workers = EarlyWorkers(config, settings)
    config.pluginmanager.register(workers, "claims-early-workers")
    return workers


class EarlyWorkers:
    """Starts workers with the first collected claim that Keras trains for, where no run can be stored yet.

    With a run store it is not known before the end of the collection, and of what -k and -m select, whether there is
    anything to train; then workers that nobody needs would slow down a session that reads all of it.
    """

    def __init__(self, config: pytest.Config, settings: Settings) -> None:
        self._config, self._settings = config, settings
        self._processes: Processes | None = None
        trains_here = settings.scheduler is None and not xdist.is_worker(config)
        self._is_waiting = trains_here and not settings.dry_run and not config.option.collectonly

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Start the workers, if this is the claim that they are for."""
        if not self._is_waiting or not _needs_keras(item):
            return
        self._is_waiting = False
        if not self._has_store():
            self._processes = Processes(self._settings.workers, self._settings.run_limit)
            with contextlib.suppress(UserError):  # who has something to train finds out too
                self._processes.start("harness.train.keras.trainer")

    def _has_store(self) -> bool:
        if self._settings.since > 0:
            return False
        try:
            return (store_folder(self._config) / STORE_FILE).exists()
        except UserError:  # said where it is needed
            return True

    def taken(self) -> Processes | None:
        """Return the workers, if some have been started; whoever takes them ends them."""
        processes, self._processes = self._processes, None
        return processes

    def pytest_unconfigure(self) -> None:
        """End workers that have not been needed."""
        if self._processes is not None:
            self._processes.close()


def _needs_keras(item: pytest.Item) -> bool:
    """Return whether a test is a claim's, will run, and asks about a training with Keras."""
    if item.get_closest_marker("claim") is None or not isinstance(item, pytest.Function) or unrun(item):
        return False
    question = parameter(item, Question)
    arms = question.arms if question else ()
    return any(setting.trained_with == "Keras" for arm in arms for setting in arm.settings())
