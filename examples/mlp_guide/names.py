"""What people call the guide's settings in the report."""

from __future__ import annotations

RATES = ("0.001", "0.01", "0.03", "0.2")
NESTEROV = "momentum 0.9 (Nesterov)"

METHODS = {
    "solver lbfgs": "L-BFGS",
    **{f"solver adam, learning rate {rate}": f"Adam at {rate}" for rate in RATES},
    **{f"solver sgd, learning rate {rate}, {NESTEROV}": f"SGD with momentum at {rate}" for rate in RATES},
    "solver adam, learning rate 0.001, 0.003, 0.01, 0.03, 0.1": "Adam at five rates",
    f"solver sgd, learning rate 0.03, 0.1, 0.3, 1.0, 3.0, {NESTEROV}": "SGD with momentum at five rates",
    "solver sgd, learning rate the best of 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1 by held out loss, "
    f"{NESTEROV}": "SGD with momentum at its best rate",
    NESTEROV: "Nesterov's momentum",
    "momentum 0.9": "ordinary momentum",
    "momentum 0": "no momentum",
    "schedule invscaling": "a rate scaled down",
    "early stopping True": "early stopping",
    "early stopping False": "training to the end",
}
DATA = {
    "data iris": "iris",
    "data cancer": "breast cancer",
    "data images": "4000 images",
    "data few images": "150 images",
    "data digits, passes 15": "digits",
    **{f"data {name}, passes 400": name for name in ("iris", "noisy circles", "noisy moons")},
    **{
        f"model MLPClassifier, data noisy {name}, hidden 100, solver adam, learning rate 0.001, alpha 0.0001, "
        "passes 200, early stopping False, scaling standardised": f"a perceptron on {name}"
        for name in ("circles", "clusters")
    },
    **{
        f"model StandardScaler, LogisticRegression, data noisy {name}": f"logistic regression on {name}"
        for name in ("circles", "clusters")
    },
}
SHAPES = {
    "scaling standardised": "standardised features",
    "scaling none": "features as they are",
    "scaling to 0..1": "features from 0 to 1",
    "scaling training set only": "the training set scaled alone",
    "hidden 32": "32 units",
    "hidden 100-100": "two layers of 100 units",
}

NAMES = METHODS | DATA | SHAPES
