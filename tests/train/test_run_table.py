"""A file of runs: what it may look like, and one line for each way in which it cannot be used."""

import gzip
import math
import os

import pytest

from harness.base.errors import DeclarationError
from harness.train.run_table import read_table, span_of

HEADER = b"seed,arm,metric,value\n"


@pytest.fixture
def table(tmp_path):
    """Return a function that reads a file of these bytes."""

    def read(content):
        (tmp_path / "runs.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(tmp_path / "runs.csv")

    return read


def test_values_are_found_by_arm_metric_and_seed_whatever_the_order_of_the_rows(table):
    read = table(
        "seed,arm,metric,value\n7,b,loss,2\n-3,a,loss,1.5\n7,a,loss,1e-3\n-3,b,loss,4\n7,a,acc,1\n-3,a,acc,0\n"
    )
    assert read.seeds == (-3, 7)
    assert read.arms == {"b": {"loss": (4.0, 2.0)}, "a": {"loss": (1.5, 0.001), "acc": (0.0, 1.0)}}
    assert read.metrics == ("loss", "acc")
    assert read.file == "runs.csv"


@pytest.mark.parametrize(
    "content",
    [
        "value,metric,seed,arm\n0.5,acc,1,a\n",
        "seed,host,arm,metric,value,note\n1,x,a,acc,0.5,\n",
        'seed, arm, metric, value\n 1 , "a", acc , 0.5\n',
        "\ufeffseed,arm,metric,value\r\n\r\n1,a,acc,0.5\r\n",
        "seed,arm,metric,value\n+01,a,acc,.5",
    ],
    ids=["order", "further columns", "spaces", "of a spreadsheet", "spelling"],
)
def test_the_layout_is_free(table, content):
    assert table(content).arms == {"a": {"acc": (0.5,)}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("inf", math.inf),
        ("-Infinity", -math.inf),
        ("nan", math.nan),
        ("NaN", math.nan),
        ("-nan", math.nan),
        ("", math.nan),
    ],
)
def test_values_that_are_not_finite(table, text, value):
    assert table(f"seed,arm,metric,value\n1,a,acc,{text}\n").arms["a"]["acc"] == pytest.approx((value,), nan_ok=True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "runs.csv is empty: its first line names the columns seed,arm,metric,value"),
        (b"\n \n", "is empty"),
        (HEADER, "has no rows below its header"),
        (b"seed,arm,value\n", "line 1: the header has no column 'metric'"),
        (b"seed;arm;metric;value\n", "line 1: the header has no column 'seed'.* separated by commas"),
        (b"seed,arm,metric,value,value\n", "line 1: the header has two columns 'value'"),
        (HEADER + b"1,a,acc\n", "line 2: 3 cells where the header has 4"),
        (HEADER + b"1,a,acc,1,5\n", "line 2: 5 cells where the header has 4"),
        (HEADER + b"one,a,acc,1\n", "line 2: a seed is a whole number, not 'one'"),
        (HEADER + b"1.0,a,acc,1\n", "line 2: a seed is a whole number, not '1.0'"),
        (HEADER + b"1,,acc,1\n", "line 2: the arm has no name"),
        (HEADER + b"1,a,,1\n", "line 2: the metric has no name"),
        (HEADER + b"1,a,acc,high\n", "line 2: a value is a number, inf or -inf, or nan for a run .*, not 'high'"),
        (HEADER + b"1,a,acc,1_0\n", "line 2: a value is a number"),
        (HEADER + b'1,a,acc,"0,5"\n', "line 2: a value is a number"),
        (HEADER + b"\n1,a,acc,1\n01,a,acc,1\n", "line 4: seed 1 of arm 'a' has its 'acc' already, in line 3"),
        (
            HEADER + b"1,a,acc,1\n2,a,acc,1\n1,b,acc,1\n",
            "'acc' of arm 'b' has no row for seed 2, which 'acc' of 'a' has",
        ),
        (HEADER + b"1,a,acc,1\n2,a,acc,1\n1,a,f1,1\n", "'f1' of arm 'a' has no row for seed 2, which 'acc' of 'a' has"),
        (HEADER + b'1,a,acc,"1\n', "line 2: unexpected end of data"),
        (HEADER + b"1,\xe4,acc,1\n", "line 2: this is not UTF-8"),
        (gzip.compress(HEADER, mtime=0), "is compressed with gzip"),
        (b"\n<!DOCTYPE html><html>", "is HTML or XML"),
        (b"PK\x03\x04...", "is a zip archive or a spreadsheet"),
        ("seed,arm".encode("utf-16"), "is UTF-16"),
        (b"PAR1\0\1\2", "is a binary file"),
    ],
)
def test_any_other_file_is_refused_in_one_line(table, content, message):
    with pytest.raises(DeclarationError, match=message) as refused:
        table(content)
    assert "\n" not in str(refused.value)
    assert "runs.csv" in str(refused.value)


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, message in (
        ("pipe", "is no file"),
        ("none.csv", "cannot read .*none.csv: No such file"),
        (".", "cannot"),
    ):
        with pytest.raises(DeclarationError, match=message):
            read_table(tmp_path / name)


@pytest.mark.parametrize(
    ("seeds", "text"), [((0, 1, 2), "0 to 2"), ((5,), "5"), ((-1, 3, 40), "3 from -1 to 40")], ids=str
)
def test_seeds_are_named_in_a_few_words(seeds, text):
    assert span_of(seeds) == text
