"""Figures that are kept from one report to the next: drawn once, and never the wrong ones."""

import copy
import json
import os

import pytest

from harness.base.numbers import digest
from harness.report import page as report
from harness.report.figures import cache
from harness.report.figures import render as report_drawings
from harness.report.figures.cache import read, write
from tests.report_content import CURVES, Results


@pytest.fixture
def results():
    """Return results with every kind of figure."""
    made = Results()
    made.statistical("NS4", "B")
    made.statistical("NS4", "C")
    made.exact("LR2", curves=CURVES)
    made.benchmark()
    return made.content


@pytest.fixture
def drawn(monkeypatch):
    """Return the addresses at which figures have been drawn, as they are."""
    addresses = []
    draw_all = report_drawings._draw_all

    def counting(calls):
        addresses.extend(call.arguments[-1] for call in calls)
        return draw_all(calls)

    monkeypatch.setattr(report_drawings, "_draw_all", counting)
    return addresses


ALL = ["NS4-B", "NS4-C", "LR2", "times--figure", "benchmark-times--figure"]


def test_a_second_report_draws_nothing_and_is_the_same(results, drawn, tmp_path):
    for folder in ("first", "second"):
        report.write(copy.deepcopy(results), tmp_path / folder, drawn=tmp_path / "kept.json")
    assert drawn == ALL
    first, second = ((tmp_path / folder / "index.html").read_bytes() for folder in ("first", "second"))
    assert first == second == report.render(results).encode()


def test_a_changed_claim_is_drawn_anew_and_only_that(results, drawn, tmp_path):
    report.render(results, tmp_path / "kept.json")
    drawn.clear()
    claim = results["claims"][1]
    results["runs"][claim["arms"][0]["runs"][0]]["curves"]["test_accuracy"][3] = 0.123
    claim["verdict"] = "inconclusive"
    page = report.render(results, tmp_path / "kept.json")
    assert drawn == ["NS4-C"]
    assert page == report.render(results)


def test_only_what_was_used_last_is_kept(results, drawn, tmp_path):
    report.render(results, tmp_path / "kept.json")
    before = read(tmp_path / "kept.json")
    del results["claims"][0]
    report.render(results, tmp_path / "kept.json")
    after = read(tmp_path / "kept.json")
    assert len(before) == len(ALL)
    # The only question left has the same address, and the networks' times are other ones.
    assert len(after) == len(ALL) - 1
    assert set(after) <= set(before)
    assert drawn == ALL


def test_without_a_file_nothing_is_kept(results, drawn, tmp_path):
    report.write(results, tmp_path / "report")
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert drawn == ALL


def test_other_code_or_another_matplotlib_draws_anew(monkeypatch):
    before = cache.key("draw", ({"a": 1.0}, "NS4"))
    assert before == cache.key("draw", ({"a": 1.0}, "NS4"))
    assert before != cache.key("draw", ({"a": 1.0}, "NS5"))
    cache._version.cache_clear()
    monkeypatch.setattr(cache.metadata, "version", {"matplotlib": "99", "numpy": "1"}.get)
    assert before != cache.key("draw", ({"a": 1.0}, "NS4"))
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
def test_a_damaged_file_draws_anew(results, tmp_path, damage):
    kept = tmp_path / "kept.json"
    page = report.render(results, kept)
    kept.write_text(damage(kept.read_text("utf-8")), "utf-8")
    assert report.render(results, kept) == page
    assert len(read(kept)) == len(ALL), "it is mended"


def test_what_is_no_file_is_not_read_and_what_cannot_be_written_is_done_without(results, tmp_path):
    page = report.render(results)
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path / "pipe") == {}
    (tmp_path / "folder").mkdir()
    assert report.render(results, tmp_path / "folder") == page
    (tmp_path / "file").touch()
    assert report.render(results, tmp_path / "file" / "kept.json") == page


def test_bytes_that_are_no_text_are_no_figures(tmp_path):
    (tmp_path / "kept.json").write_bytes(b"\xff\xfe\x00")
    assert read(tmp_path / "kept.json") == {}


def test_it_is_written_whole(tmp_path):
    write({"key": []}, tmp_path / "new" / "kept.json")
    assert read(tmp_path / "new" / "kept.json") == {"key": []}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["kept.json"]
