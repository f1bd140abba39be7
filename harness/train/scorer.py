"""scikit-learn's scorers as metrics of predictions."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from harness.declare.checks import known
from harness.declare.metrics import Metric, metric


def scorer(name: str) -> Metric:
    """Return the metric of one of scikit-learn's scorers, on the test set; higher is better, as with all of them.

    Args:
        name: one of `sklearn.metrics.get_scorer_names()`, such as "f1_macro" or "neg_log_loss".

    Raises:
        DeclarationError: there is no such scorer.

    """
    from sklearn.metrics import get_scorer_names

    known(name, get_scorer_names(), "scorer of scikit-learn")
    scored = functools.partial(_score, name)
    return metric(scored, higher_is_better=True, label=name.replace("_", " ")).named(name, f"scorer({name!r})")


def _score(name: str, y_true: NDArray[Any], y_score: NDArray[Any]) -> float:
    """Put a scorer to outputs that are there already: what it is given stands for the model that made them."""
    from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
    from sklearn.metrics import get_scorer

    class Classifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
        classes_ = np.arange(y_score.shape[-1])

        def predict(self, _x: Any) -> NDArray[Any]:
            return np.asarray(y_score.argmax(axis=1))

    class Sure(Classifier):
        def predict_proba(self, _x: Any) -> NDArray[Any]:
            shares: NDArray[Any] = y_score / y_score.sum(axis=1, keepdims=True)  # float32's do not quite add up to 1
            return shares

    class Regressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
        def predict(self, _x: Any) -> NDArray[Any]:
            return y_score

    if not np.issubdtype(y_true.dtype, np.integer):
        model = Regressor()
    else:
        # Of a model that says nothing but a class, a scorer that needs probabilities is not told any.
        model = Sure() if _are_probabilities(y_score) else Classifier()
    return float(get_scorer(name)(model, np.zeros((len(y_true), 1)), y_true))


def _are_probabilities(y_score: NDArray[Any]) -> bool:
    """Return whether outputs are probabilities, and not logits, or the class that was predicted alone."""
    within = bool(((y_score >= 0) & (y_score <= 1 + 1e-6)).all())
    return within and bool(np.allclose(y_score.sum(axis=1), 1, atol=1e-3)) and not set(np.unique(y_score)) <= {0.0, 1.0}
