"""The conftest.py of docs/data.md registers data that arms can be trained on, from files as it describes them."""

import re
from pathlib import Path

import numpy as np
import pytest

from harness.declare.registry import Registry

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "data.md").read_text("utf-8")


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    """What the page's code registers, with the two files that it reads."""
    folder = tmp_path_factory.mktemp("own")
    rows = [f"{i},{i % 5},{('calm', 'loud')[i % 2]}" for i in range(20)]
    (folder / "sensors.csv").write_text("\n".join(["volume,hour,state", *rows]), "utf-8")
    x, y = np.zeros((10, 4, 4)), np.arange(10) % 2
    np.savez(folder / "images.npz", x_train=x, y_train=y, x_test=x, y_test=y)
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (folder / "conftest.py").write_text(code, "utf-8")
    names = {"__file__": str(folder / "conftest.py"), "__name__": "conftest_of_the_page"}
    exec(compile(code, names["__file__"], "exec"), names)
    registry = Registry()
    names["pytest_claims_register"](registry)
    return registry


@pytest.mark.parametrize(
    ("name", "shapes", "regression"),
    [
        ("sensors", [(15, 2), (15, 2), (5, 2), (5, 2)], False),
        ("images", [(10, 4, 4), (10, 2), (10, 4, 4), (10, 2)], False),
        ("iris", [(112, 4), (112, 3), (38, 4), (38, 3)], False),
        ("diabetes", [(332, 10), (332, 1), (110, 10), (110, 1)], True),
    ],
)
def test_the_pages_data_are_there(registry, name, shapes, regression):
    data = registry.datasets[name].example
    assert [array.shape for array in (data.x_train, data.y_train, data.x_test, data.y_test)] == shapes
    assert data.is_regression == regression


def test_the_page_draws_for_every_seed_where_it_says_so(registry):
    drawn = {
        name: dataset.for_seed(0).sha256 != dataset.for_seed(1).sha256 for name, dataset in registry.datasets.items()
    }
    assert drawn == {"sensors": False, "images": False, "iris": True, "diabetes": True}
    scaled = registry.datasets["diabetes"].for_seed(3).x_train
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=1e-5)


def test_every_function_of_the_page_is_in_the_public_face():
    import harness

    named = set(re.findall(r"`((?:from|read)_[a-z]+)\(", PAGE)) | {"split"}
    assert named == {"from_arrays", "from_bunch", "read_npz", "read_csv", "split"} <= set(harness.__all__)
