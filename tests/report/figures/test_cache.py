"""Figures that are kept in a file: read as they were put, or not at all."""

import json
import os
from dataclasses import replace

import numpy as np
import pytest

from harness.base.numbers import digest
from harness.report.figures import cache
from harness.report.figures.cache import read, write
from harness.report.figures.figure import Drawing
from harness.report.figures.times import NetworkTimes
from tests.report.figures.helpers import figures_of
from tests.report_content import REGION, VARIANCE

TIMES = NetworkTimes(["a", "b"], [2.0, 1.0], "2 networks.")
KEPT = {
    "first": [Drawing('<svg><path d="M 0 0"/></svg>', "a median"), Drawing("<svg></svg>", "a share")],
    "second": [Drawing('<svg><path d="M 1 1"/></svg>', "another median")],
}


def test_figures_are_read_as_they_were_put(tmp_path):
    write(KEPT, tmp_path / "new" / "kept.json")
    assert read(tmp_path / "new" / "kept.json") == KEPT
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["kept.json"], "it is written whole"


def test_the_key_changes_with_the_name_the_figure_and_its_data():
    class Another(NetworkTimes):
        pass

    key = cache.key({"times": TIMES})
    assert key == cache.key({"times": replace(TIMES, seconds=[2.0, 1.0])})
    changed = [
        {"other": TIMES},
        {"times": Another(TIMES.networks, TIMES.seconds, TIMES.caption)},
        {"times": replace(TIMES, seconds=[2.0, 1.5])},
        {"times": TIMES, "more": TIMES},
        {},
    ]
    assert len({key, *map(cache.key, changed)}) == len(changed) + 1


def test_every_figure_of_a_question_has_a_key_of_all_its_data(made):
    made.statistical(diverged=1)
    for run in made.content["runs"].values():
        run["series"] = VARIANCE | REGION
    figures = figures_of(made)
    keys = {cache.key({"F": figure}) for figure in figures.values()}
    assert len(keys) == len(figures) == 5
    assert keys == {cache.key({"F": figure}) for figure in figures_of(made).values()}
    other = made.content["runs"][made.content["claims"][0]["arms"][0]["runs"][0]]
    other["curves"]["test_accuracy"][0] += 1e-12
    assert len(keys & {cache.key({"F": figure}) for figure in figures_of(made).values()}) == 4


def test_what_no_key_can_tell_apart_is_refused():
    with pytest.raises(TypeError, match="object"):
        cache.key({"F": replace(TIMES, seconds=object())})
    assert cache.key({"F": replace(TIMES, seconds=np.array([1.0, np.nan]))})


def test_other_code_or_another_matplotlib_changes_the_key(monkeypatch):
    before = cache.key({"times": TIMES})
    cache._version.cache_clear()
    monkeypatch.setattr(cache.metadata, "version", {"matplotlib": "99", "numpy": "1"}.get)
    assert before != cache.key({"times": TIMES})
    cache._version.cache_clear()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:0],
        lambda text: text.strip("{}"),
        lambda text: text[: len(text) // 2],
        lambda text: f"[{text}]",
        lambda text: text.replace(text, "null"),
        lambda text: "[" * 100_000 + text,
        lambda text: json.dumps(dict.fromkeys(json.loads(text))),
        lambda text: json.dumps({key: {"figures": 5, "checksum": digest([key, 5])} for key in json.loads(text)}),
        lambda text: json.dumps(
            {key: {"figures": [[1]], "checksum": digest([key, [[1]]])} for key in json.loads(text)}
        ),
        lambda text: text.replace("<path", "<math"),
        lambda text: text.replace("median", "mean"),
        lambda text: text.replace('"checksum": "', '"checksum": "0'),
        lambda text: json.dumps(dict(zip(entries := json.loads(text), [*entries.values()][::-1], strict=True))),
    ],
    ids=["empty", "none", "half", "list", "null", "deep", "nulls", "types", "inner", "svg", "text", "sum", "swapped"],
)
def test_figures_that_are_not_as_they_were_put_are_missing(tmp_path, damage):
    kept = tmp_path / "kept.json"
    write(KEPT, kept)
    kept.write_text(damage(kept.read_text("utf-8")), "utf-8")
    assert read(kept) == {}


def test_one_damaged_entry_leaves_the_others(tmp_path):
    kept = tmp_path / "kept.json"
    write(KEPT, kept)
    kept.write_text(kept.read_text("utf-8").replace("another median", "another mean"), "utf-8")
    assert read(kept) == {"first": KEPT["first"]}


def test_what_is_no_file_is_not_read_and_what_cannot_be_written_is_done_without(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path / "pipe") == {}
    (tmp_path / "folder").mkdir()
    write(KEPT, tmp_path / "folder")
    assert read(tmp_path / "folder") == {}
    (tmp_path / "file").touch()
    write(KEPT, tmp_path / "file" / "kept.json")


def test_bytes_that_are_no_text_are_no_figures(tmp_path):
    (tmp_path / "kept.json").write_bytes(b"\xff\xfe\x00")
    assert read(tmp_path / "kept.json") == {}
