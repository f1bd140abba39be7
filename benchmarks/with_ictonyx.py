"""Does A beat B and C? As ictonyx asks it: `compare_models`, with the same models, data, seeds and epochs."""

import warnings
from functools import partial
from typing import Any

import ictonyx
from ictonyx import core

from benchmarks.plain_models import DATA, EPOCHS, SEEDS, STRUCTURES, model


def _wrapped(_: Any, hidden: tuple[int, ...], name: str) -> Any:
    return core.KerasModelWrapper(model(hidden), name)


def main() -> None:
    """Let ictonyx train and compare the structures, and print its summary."""
    builders = []
    for name, hidden in STRUCTURES.items():
        builder = partial(_wrapped, hidden=hidden, name=name)
        builder.__name__ = name  # type: ignore[attr-defined]
        builders.append(builder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it would like more seeds
        compared = ictonyx.compare_models(
            builders,
            (DATA.x_train, DATA.y_train),
            runs=SEEDS,
            epochs=EPOCHS,
            batch_size=32,
            metric="val_accuracy",
            seed=0,
            verbose=False,
            validation_data=(DATA.x_test, DATA.y_test),
        )
    print(compared.get_summary())


if __name__ == "__main__":
    main()
