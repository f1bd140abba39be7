"""What these claims are about, and their data: scikit-learn's digits, split anew for every seed."""

from sklearn.datasets import load_digits

import harness


def digits():
    """Return 1797 images of 8 x 8 pixels from 0 to 16."""
    bunch = load_digits()
    return harness.from_arrays(bunch.images, bunch.target, test=0.25)


def pytest_claims_register(registry):
    """Describe the suite and register its data."""
    registry.suite(title="Keras models on small digits", sections=["Structure", "Training"], family=20)
    registry.dataset("digits", digits, draw=harness.split(test=0.25))
