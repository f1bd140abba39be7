"""Tables in CSV files: features by their columns, and where in the file it is that cannot be read."""

import numpy as np
import pytest

from harness import read_csv
from harness.base.errors import UserError
from harness.base.text import visible

ROWS = [f"{i},{i / 2},{'ab'[i % 2]}" for i in range(12)]
HEADER = "length,width,kind"


@pytest.fixture
def written(tmp_path):
    """Return a function that writes lines, text or bytes to a file and returns its path."""

    def write(content):
        text = "\n".join([*content, ""]) if isinstance(content, list) else content
        path = tmp_path / "mine.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def read(path, **options):
    return read_csv(path, **{"target": "kind", "test": 0.25, **options})


def test_every_column_but_the_target_is_a_feature(written):
    path = written([HEADER, *ROWS])
    data = read(path)
    assert (data.x_train.shape, data.x_test.shape, data.y_train.shape) == ((9, 2), (3, 2), (9, 2))
    every = np.concatenate([data.x_train, data.x_test])
    np.testing.assert_array_equal(every[:, 0], 2 * every[:, 1])
    labels = np.concatenate([data.y_train, data.y_test]).argmax(axis=1)
    np.testing.assert_array_equal(labels, every[:, 0] % 2)


def test_a_target_of_numbers_is_classes_unless_it_is_a_regression(written):
    path = written(["a,y,b", *(f"{i},{10 + i % 3},{-i}" for i in range(12))])
    assert read(path, target="y").y_train.shape == (9, 3)
    regression = read(path, target="y", regression=True)
    assert regression.is_regression
    assert set(regression.y_train[:, 0]) == {10, 11, 12}
    assert regression.x_train.shape == (9, 2)


@pytest.mark.parametrize(
    "other",
    [
        "\r\n".join([HEADER, *ROWS, ""]),
        "\n".join([HEADER, *ROWS]),
        "\ufeff" + "\n".join([HEADER, *ROWS]),
        "\n".join(["\n", HEADER, "", *ROWS, " ", ""]),
        "\n".join([HEADER, *ROWS]).replace(",", " ,  "),
        "\n".join([HEADER, *ROWS]).replace("kind", '"kind"').replace("3,1.5", '"3",1.5e0'),
    ],
    ids=["crlf", "no last line break", "byte order mark", "blank lines", "spaces", "quotes"],
)
def test_how_a_table_is_written_is_no_matter(other, written):
    expected = read(written([HEADER, *ROWS])).sha256
    assert read(written(other)).sha256 == expected


def with_row(number, row):
    """Return the table's lines with another one in the place of a line, counted from 1 with the header."""
    lines = [HEADER, *ROWS]
    lines[number - 1] = row
    return lines


BAD = {
    "no such column": ([HEADER, *ROWS], {"target": "kinds"}, " has no column 'kinds'; did you mean 'kind'?"),
    "no near column": ([HEADER, *ROWS], {"target": "y"}, " has no column 'y' (its first line: length, width, kind)"),
    "semicolons": ([line.replace(",", ";") for line in [HEADER, *ROWS]], {}, "'kind'; is it separated by ';'?"),
    "no header": (ROWS, {}, " has no column 'kind' (its first line: 0, 0.0, a)"),
    "no name": (["," + HEADER, *(f"{i},{row}" for i, row in enumerate(ROWS))], {}, ": column 1 has no name"),
    "one name twice": (["length,length,kind", *ROWS], {}, ": two columns are called 'length'"),
    "text": (with_row(5, "3,wide,b"), {}, ", line 5, column 'width': 'wide' is no finite number"),
    "decimal comma": (with_row(5, '3,"1,5",b'), {}, ", line 5, column 'width': '1,5' is no finite number"),
    "underscore": (with_row(5, "3_0,1,b"), {}, ", line 5, column 'length': '3_0' is no finite number"),
    "nan": (with_row(7, "NaN,1,b"), {}, ", line 7, column 'length': 'NaN' is no finite number"),
    "inf": (with_row(7, "1,-inf,b"), {}, ", line 7, column 'width': '-inf' is no finite number"),
    "beyond all": (with_row(7, "1,1e999,b"), {}, ", line 7, column 'width': '1e999' is no finite number"),
    "beyond float32": (with_row(7, "1,1e99,b"), {}, ": x has numbers beyond 3.4e+38"),
    "empty cell": (with_row(2, ",0.5,b"), {}, ", line 2, column 'length': the cell is empty"),
    "empty target": (with_row(2, "1,0.5,"), {}, ", line 2, column 'kind': the cell is empty"),
    "mixed target": (with_row(4, "1,0.5,3"), {}, ", column 'kind': 'a' in line 2 is a text, '3' in line 4 a number"),
    "text for a regression": ([HEADER, *ROWS], {"regression": True}, ", line 2, column 'kind': 'a' is no finite"),
    "broken class": (["a,kind", *(f"{i},{i / 8}" for i in range(12))], {}, ": y has 0.125, and classes are whole"),
    "row too short": (with_row(13, "1,2"), {}, ", line 13: 2 cells, and the header has 3"),
    "row too long": (with_row(13, "1,2,a,"), {}, ", line 13: 4 cells, and the header has 3"),
    "open quote": (with_row(13, '1,2,"a'), {}, ", line 13: unexpected end of data"),
    "header only": ([HEADER], {}, " has a header and no example"),
    "blank": ("\n \n", {}, " is blank"),
    "target only": (["kind", *"abababababab"], {}, " has no column besides 'kind'"),
    "one class": ([HEADER, *(row.replace("b", "a") for row in ROWS)], {}, ": y has the one class 'a'"),
    "lone class": (with_row(13, "1,2,c"), {}, ": class 2 (in ascending order, from 0) has one example only"),
    "latin-1": ("\n".join([HEADER, *ROWS, "1,2,é"]).encode("latin-1"), {}, ", line 14: byte 0xe9 is not UTF-8"),
    "huge cell": (with_row(3, "1" * 200_000 + ",1,a"), {}, ", line 3: field larger than field limit (131072)"),
    "escape": (with_row(3, "1,\x1b[31m,a"), {}, "is no finite number"),
}


@pytest.mark.parametrize(("content", "options", "message"), BAD.values(), ids=BAD.keys())
def test_a_table_that_cannot_be_meant_is_refused_in_one_line_that_names_the_place(content, options, message, written):
    path = written(content)
    with pytest.raises(UserError) as refused:
        read(path, **options)
    line = str(refused.value)
    assert line.startswith(str(path))
    assert message in line
    assert line == visible(line, keep="")


def test_the_line_is_that_of_the_file_though_cells_span_several(written):
    path = written([HEADER, '1,2,"two\nlines"', "1,x,a", *ROWS])
    with pytest.raises(UserError, match=", line 4, column 'width': 'x'"):
        read(path)
