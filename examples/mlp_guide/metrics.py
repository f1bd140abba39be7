"""What the guide's claims are measured by, besides the harness' own metrics."""

from __future__ import annotations

from harness import metric

SHARE = "share of examples"
FINAL_SHARE = 0.9


def passes_to_most_of_it(run):
    """Return the first pass after which the test accuracy is at nine tenths of what it is after the last."""
    curve = run.curves["test_accuracy_curve"]
    return next(number for number, now in enumerate(curve, start=1) if now >= FINAL_SHARE * curve[-1])


METRICS = {
    "accuracy_spread": metric(
        "accuracy_spread", higher_is_better=False, label="spread of test accuracies", unit=SHARE, span=(0, 1)
    ),
    "cv_accuracy": metric(
        "cv_accuracy", higher_is_better=True, label="cross-validated accuracy", unit=SHARE, span=(0, 1)
    ),
    "lead_of_range": metric(
        "lead_of_range",
        higher_is_better=True,
        label="lead of the best alpha from 1e-6 to 1e-1 over the best outside, in cross-validated accuracy",
        unit=SHARE,
        span=(-1, 1),
    ),
    "mean_iterations": metric(
        "mean_iterations", higher_is_better=False, label="iterations of a training", unit="iterations", span=(1, 1e6)
    ),
    "passes_to_loss": metric(
        "passes_to_loss",
        higher_is_better=False,
        label="passes until the training loss is 0.05",
        unit="passes",
        infinite="never reached it",
    ),
    "passes_to_most_of_it": metric(
        passes_to_most_of_it,
        higher_is_better=False,
        label="passes until the test accuracy is at 90 % of its last value",
        unit="passes",
        reads=("test_accuracy_curve",),
        span=(1, 1e6),
    ),
    "weight_norm": metric("weight_norm", higher_is_better=False, label="norm of the weights"),
}
"""Of a norm, or a spread, "better" only says where a diverged run stands."""
