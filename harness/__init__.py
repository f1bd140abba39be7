"""A pytest harness for claims about training: many seeds, exact verdicts, one report.

This is its public face: everything that a suite of claims imports comes from here. What a name means is said where it
is defined; README.md has examples.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.base.errors import DeclarationError, UserError
    from harness.data.arrays import Data, one_hot
    from harness.data.convert import from_arrays, from_bunch
    from harness.data.mnist import mnist, mnist5k
    from harness.data.npz import read_npz
    from harness.data.split import split
    from harness.data.table import read_csv
    from harness.declare.claim import (
        Inconclusive,
        Invalid,
        NotJudged,
        Refuted,
        at_least,
        at_most,
        beats,
        claim,
        contradicted,
        curve,
        exceeds,
        falls,
        gains_more,
        holds,
        rises,
        same,
        within,
    )
    from harness.declare.effect import Bound
    from harness.declare.epochs_to import epochs_to
    from harness.declare.experiment import Experiment, Setting
    from harness.declare.metrics import Metric, Requirement, metric
    from harness.declare.questions import Question
    from harness.declare.registry import Registry
    from harness.declare.run_result import RunResult
    from harness.declare.scope import condition, row, scope
    from harness.declare.sweep import sweep
    from harness.declare.timed_question import Falling, Growth
    from harness.declare.tuned import tuned
    from harness.train.conformance import ExperimentConformance
    from harness.train.function import experiment
    from harness.train.keras.keras_model import KerasModel
    from harness.train.keras.network import Network
    from harness.train.recorded import recorded
    from harness.train.scorer import scorer
    from harness.train.sklearn.estimator import Estimator

__version__ = "0.2.0"

_FACE = {
    "harness.base.errors": ("DeclarationError", "UserError"),
    "harness.data.arrays": ("Data", "one_hot"),
    "harness.data.convert": ("from_arrays", "from_bunch"),
    "harness.data.mnist": ("mnist", "mnist5k"),
    "harness.data.npz": ("read_npz",),
    "harness.data.split": ("split",),
    "harness.data.table": ("read_csv",),
    "harness.declare.claim": (
        "Inconclusive",
        "Invalid",
        "NotJudged",
        "Refuted",
        "at_least",
        "at_most",
        "beats",
        "claim",
        "contradicted",
        "curve",
        "exceeds",
        "falls",
        "gains_more",
        "holds",
        "rises",
        "same",
        "within",
    ),
    "harness.declare.effect": ("Bound",),
    "harness.declare.epochs_to": ("epochs_to",),
    "harness.declare.experiment": ("Experiment", "Setting"),
    "harness.declare.metrics": ("Metric", "Requirement", "metric"),
    "harness.declare.questions": ("Question",),
    "harness.declare.registry": ("Registry",),
    "harness.declare.run_result": ("RunResult",),
    "harness.declare.scope": ("condition", "row", "scope"),
    "harness.train.scorer": ("scorer",),
    "harness.declare.sweep": ("sweep",),
    "harness.declare.timed_question": ("Falling", "Growth"),
    "harness.declare.tuned": ("tuned",),
    "harness.train.conformance": ("ExperimentConformance",),
    "harness.train.function": ("experiment",),
    "harness.train.keras.keras_model": ("KerasModel",),
    "harness.train.keras.network": ("Network",),
    "harness.train.recorded": ("recorded",),
    "harness.train.sklearn.estimator": ("Estimator",),
}
_MODULES = {name: module for module, names in _FACE.items() for name in names}
__all__ = sorted(_MODULES)


def __getattr__(name: str) -> Any:
    # On demand: a worker imports this package too, and has no use for most of it.
    if name not in _MODULES:
        raise AttributeError(f"module 'harness' has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
