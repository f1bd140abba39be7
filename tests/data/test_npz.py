"""Arrays from npz files: by name, in one of two layouts, and one line for what cannot be read."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from harness import read_npz
from harness.base.errors import DeclarationError, UserError

X = np.arange(24.0).reshape(12, 2)
Y = np.arange(12) % 3


@pytest.fixture
def saved(tmp_path):
    """Return a function that saves arrays by name and returns the file's path."""

    def save(**arrays):
        np.savez(tmp_path / "mine.npz", **arrays)
        return tmp_path / "mine.npz"

    return save


def test_x_and_y_are_split(saved):
    data = read_npz(saved(x=X, y=Y), test=0.25)
    assert (data.x_train.shape, data.y_train.shape, data.x_test.shape, data.y_test.shape) == (
        (9, 2),
        (9, 3),
        (3, 2),
        (3, 3),
    )


def test_a_file_like_those_of_keras_has_its_test_part(saved):
    images = np.arange(12 * 4, dtype=np.uint8).reshape(12, 2, 2)
    data = read_npz(saved(x_train=images, y_train=Y, x_test=images[:3], y_test=Y[:3]))
    np.testing.assert_array_equal(data.x_train, images)
    np.testing.assert_array_equal(data.x_test, images[:3])
    assert data.y_test.argmax(axis=1).tolist() == [0, 1, 2]


def test_arrays_of_other_names_are_named(saved):
    path = saved(inputs=X, targets=X[:, 0], test_inputs=X[:2], test_targets=X[:2, 0])
    data = read_npz(path, names=("inputs", "targets"), test=0.5, regression=True)
    assert data.is_regression
    assert len(data.x_test) == 6
    data = read_npz(path, names=("inputs", "targets", "test_inputs", "test_targets"), regression=True)
    np.testing.assert_array_equal(data.truth, X[:2, 0])
    with pytest.raises(DeclarationError, match="names must be those of x and y, or of x_train, y_train"):
        read_npz(path, names=("inputs", "targets", "test_inputs"))


def test_texts_are_read_and_compressed_files_are(tmp_path):
    np.savez_compressed(tmp_path / "mine.npz", x=X, y=np.array(["a", "b", "c"])[Y])
    assert read_npz(tmp_path / "mine.npz", test=0.25).y_train.shape == (9, 3)


@pytest.mark.parametrize(
    ("arrays", "options", "message"),
    [
        ({"a": X, "b": Y}, {"test": 0.25}, "has not the arrays that are due: x, y or x_train, .* [(]it has: a, b[)]"),
        ({"x": X}, {"test": 0.25}, "has not the arrays that are due"),
        ({"x": X, "y": Y}, {"names": ("x", "z"), "test": 0.25}, "due: x, z [(]it has: x, y[)]"),
        ({**dict.fromkeys(["x", "x_train", "x_test"], X), **dict.fromkeys(["y", "y_train", "y_test"], Y)}, {}, "both"),
        ({"x": X, "y": Y}, {}, "test=, a share of the examples"),
        ({"x": X, "y": Y[:-1]}, {"test": 0.25}, "x has 12 examples, y 11"),
        ({"x": X, "y": Y * 0}, {"test": 0.25}, "y has the one class 0"),
        ({"x": X * np.nan, "y": Y}, {"test": 0.25}, "x has NaN"),
        ({"x": X.astype([("a", "f8")]), "y": Y}, {"test": 0.25}, "x must be numbers"),
        ({"x": X, "y": np.array([None] * 12)}, {"test": 0.25}, "y has Python objects in it; save numbers or texts$"),
    ],
    ids=range(10),
)
def test_what_cannot_be_trained_and_tested_on_is_refused_in_one_line_with_the_path(arrays, options, message, saved):
    path = saved(**arrays)
    with pytest.raises(UserError, match=message) as refused:
        read_npz(path, **options)
    assert str(refused.value).startswith(str(path))
    assert "pickle" not in str(refused.value)


def cut(content):
    return content[: len(content) // 2]


def without_end(content):
    return content[:-30]


def flipped(content):
    at = content.index(b"NUMPY") + 150
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def other_method(content):
    """Say of every member that it is compressed in a way that nobody knows."""
    content = bytearray(content)
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = content.find(sign)
        while at >= 0:
            content[at + offset] = 77
            at = content.find(sign, at + 1)
    return bytes(content)


def encrypted(content):
    content = bytearray(content)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(sign, at + 1)
    return bytes(content)


def text_inside(content):  # noqa: ARG001
    with zipfile.ZipFile(made := io.BytesIO(), "w") as archive:
        for name in "xy":
            archive.writestr(f"{name}.npy", "1,2,3")
    return made.getvalue()


def broken_header(content):
    return content.replace(b"'fortran_order'", b"'fortran_ord\n(\\'")


@pytest.mark.parametrize("spoil", [cut, without_end, flipped, other_method, encrypted, text_inside, broken_header])
def test_a_damaged_archive_is_refused_in_one_line(spoil, saved):
    path = saved(x=X, y=Y)
    content = path.read_bytes()
    path.write_bytes(spoil(content))
    assert path.read_bytes() != content
    with pytest.raises(UserError, match=r"is a damaged npz file|is no array of numpy") as refused:
        read_npz(path, test=0.25)
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_no_single_flipped_byte_ends_otherwise_than_in_one_line_or_in_the_same_data(saved):
    path = saved(x=X, y=Y)
    content, whole = path.read_bytes(), read_npz(path, test=0.25).sha256
    outcomes, refused = set(), 0
    for at in range(0, len(content), 3):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            outcomes.add(read_npz(path, test=0.25).sha256 == whole)
        except UserError as error:
            outcomes.add(str(error).startswith(f"{path}"))
            refused += 1
    assert outcomes == {True}
    assert refused > 100


def test_nothing_in_a_file_is_run(saved, tmp_path):
    class Trap:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "run",))

    with pytest.raises(UserError, match="x has Python objects in it"):
        read_npz(saved(x=np.array([Trap()]), y=Y), test=0.25)
    assert not (tmp_path / "run").exists()
