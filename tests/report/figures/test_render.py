"""All figures of the page: each is drawn once, and kept for the next report only as long as it is the same."""

from types import SimpleNamespace

import pytest

from harness.report.curves_view import Curves
from harness.report.figures import cache, render
from harness.results.model import ValuesClaim
from tests.report_content import CURVES, typed

ADDRESSES = ["NS4-B", "NS4-C", "LR2", "forest", "times", "benchmark-times"]
TIMINGS = SimpleNamespace(
    network_figure=SimpleNamespace(address="times", arguments=(["a", "b"], [2.0, 1.0], "2 networks.")),
    benchmark_figure=SimpleNamespace(address="benchmark-times", arguments=(["a"], [1.0], [(0.5, 2.0)])),
)
NO_CURVES = Curves([], "")


@pytest.fixture
def made(made):
    """Return results with a question of two tests and a claim by values."""
    made.statistical("NS4", "B")
    made.statistical("NS4", "C")
    made.exact("LR2", curves=CURVES)
    return made


@pytest.fixture
def drawn(monkeypatch):
    """Return a list that gets the address of every figure that is drawn."""
    addresses = []
    draw_all = render._draw_all

    def noting(wanted):
        addresses.extend(next(iter(figures)).partition("--")[0] for figures in wanted)
        return draw_all(wanted)

    monkeypatch.setattr(render, "_draw_all", noting)
    return addresses


def card(claims):
    """Return what a page's card says of its figures."""
    shown = [SimpleNamespace(address="-".join(filter(None, (claim.id, claim.params))), claim=claim) for claim in claims]
    checks = [one for one in shown if isinstance(one.claim, ValuesClaim)]
    return SimpleNamespace(address=claims[0].id, asked=[one for one in shown if one not in checks], checks=checks)


def drawings(made, kept=None):
    """Return the figures of a page with these results."""
    results = typed(made.content)
    ids = dict.fromkeys(claim.id for claim in results.claims)
    cards = [card([claim for claim in results.claims if claim.id == one]) for one in ids]
    return render.drawings(SimpleNamespace(sections=[SimpleNamespace(cards=cards)]), TIMINGS, NO_CURVES, results, kept)


def test_every_address_has_its_figures(made):
    found = drawings(made)
    assert {address: len(figures) for address, figures in found.items()} == dict(
        zip(ADDRESSES, (2, 2, 1, 1, 1, 1), strict=True)
    )
    svgs = [drawing.svg for figures in found.values() for drawing in figures]
    assert len(set(svgs)) == len(svgs)


def test_a_page_without_times_has_no_figure_of_them(made, monkeypatch):
    monkeypatch.setattr(TIMINGS, "network_figure", None)
    monkeypatch.setattr(TIMINGS, "benchmark_figure", None)
    assert list(drawings(made)) == ADDRESSES[:4]


def test_a_second_time_nothing_is_drawn_and_all_is_the_same(made, drawn, tmp_path):
    first = drawings(made, tmp_path / "kept.json")
    assert drawn == ADDRESSES
    assert drawings(made, tmp_path / "kept.json") == first
    assert drawn == ADDRESSES
    assert drawings(made) == first


def test_what_has_changed_is_drawn_anew_and_only_that(made, drawn, tmp_path):
    drawings(made, tmp_path / "kept.json")
    drawn.clear()
    claim = made.content["claims"][1]
    made.content["runs"][claim["arms"][0]["runs"][0]]["curves"]["test_accuracy"][3] = 0.123
    claim["verdict"] = "inconclusive"
    found = drawings(made, tmp_path / "kept.json")
    assert drawn == ["NS4-C", "forest"]
    assert found == drawings(made)


def test_only_what_was_used_last_is_kept(made, drawn, tmp_path):
    drawings(made, tmp_path / "kept.json")
    before = cache.read(tmp_path / "kept.json")
    del made.content["claims"][0]
    drawings(made, tmp_path / "kept.json")
    after = cache.read(tmp_path / "kept.json")
    assert (len(before), len(after)) == (len(ADDRESSES), len(ADDRESSES) - 1)
    assert len(set(after) - set(before)) == 1, "the forest plot has a row less"
    assert drawn == [*ADDRESSES, "forest"]


def test_a_damaged_file_is_mended(made, tmp_path):
    kept = tmp_path / "kept.json"
    found = drawings(made, kept)
    kept.write_text(kept.read_text("utf-8").replace("median", "mean"), "utf-8")
    assert drawings(made, kept) == found
    assert len(cache.read(kept)) == len(ADDRESSES)


def test_without_a_file_nothing_is_kept(made, drawn, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    drawings(made)
    drawings(made)
    assert drawn == 2 * ADDRESSES
    assert list(tmp_path.iterdir()) == []


def test_figures_come_out_the_same_from_worker_processes(made, monkeypatch):
    alone = drawings(made)
    monkeypatch.setattr(render, "WORTH_A_WORKER", 1)
    monkeypatch.setattr(render.joblib, "cpu_count", lambda: 2)
    assert drawings(made) == alone
