"""Seconds per run and epoch: this harness, Keras as the tutorial uses it, scikit-learn, and the machine's peak."""

from collections.abc import Iterator

import pytest

from benchmarks.training import CORES, SGEMM, Pool, fit_epochs, flops, harness_epochs, multiply, sklearn_epochs
from benchmarks.tutorial import TUTORIAL
from claims.toys import XOR

NETWORKS = {
    **{f"T, batch {size}": TUTORIAL.with_(batch_size=size) for size in (16, 32, 64, 256)},
    "T without dropout": TUTORIAL.with_(dropout=0.0),
    "B": TUTORIAL.with_(hidden=(256, 128, 128, 128)),
    "C": TUTORIAL.with_(hidden=(256, 1568)),
    "toy (8 units)": XOR.with_(activation="sigmoid"),
}
TIMES = 8
"""Products of large matrices in a round: a few tenths of a second."""


@pytest.fixture(scope="module")
def pools() -> Iterator[dict[str, Pool]]:
    """One set of processes for each way, so that none has another's threads or memory."""
    made = {
        "harness": Pool(CORES, one_thread=True),
        "fit": Pool(1, one_thread=False),
        "sklearn": Pool(1, one_thread=False),
        "sklearn per core": Pool(CORES, one_thread=True),
    }
    yield made
    for pool in made.values():
        pool.close()


@pytest.mark.benchmark(group="seconds per run and epoch")
@pytest.mark.parametrize("name", NETWORKS)
def test_an_epoch(name, pools, compare):
    network = NETWORKS[name]
    toy = network is NETWORKS["toy (8 units)"]
    epochs = network.epochs if toy else 2
    plain = network.with_(measure=(), evaluate_every=1)
    ways = {
        "this harness, all cores": ("harness", harness_epochs, (plain, epochs)),
        "model.fit, one process": ("fit", fit_epochs, (plain, epochs, False)),
        "model.fit, steps_per_execution": ("fit", fit_epochs, (plain, epochs, True)),
        "MLPClassifier, one process": ("sklearn", sklearn_epochs, (plain, epochs)),
        "MLPClassifier, one process per core": ("sklearn per core", sklearn_epochs, (plain, epochs)),
        "its matrix products at sgemm's peak": ("harness", multiply, (TIMES,)),
    }
    per = {way: float(pools[pool].processes * epochs) for way, (pool, _, _) in ways.items()}
    # So many run-epochs' worth of operations are in the large products.
    per["its matrix products at sgemm's peak"] = CORES * TIMES * 2 * SGEMM**3 / flops(plain)
    compare(
        {way: pools[pool].play(work, *arguments) for way, (pool, work, arguments) in ways.items()},
        rounds=7,
        per=per,
        unit="s",
    )
