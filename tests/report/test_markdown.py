"""The summary in Markdown, read with a Markdown parser: what it says, and what hostile text cannot make of it."""

import re

import pytest
from markdown_it import MarkdownIt

from harness.base.errors import UserError
from harness.report.markdown import MOST_BYTES, append, check, render
from harness.results.comparison import compare
from tests.report_content import Results, baseline, inventory

HOSTILE = (
    "a|b\n## c <script>alert(1)</script> `d` **e** _f_ [g](http://h.example) ![i](j) ~~k~~ www.l.example\n\n"
    "|x|y| \u202eever\u0007\x1b[0m <!-- $m$ &lt; \\| #1 @n"
)


def html(text):
    """Return Markdown as HTML, raw HTML let through: the most that a page could make of it."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def rows(text):
    """Return the cells of all rows of all tables."""
    return [
        re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in re.findall(r"<tr>(.*?)</tr>", html(text), re.S)
    ]


@pytest.fixture
def results(made):
    """Return results with a claim of every kind, not compared with anything."""
    made.statistical("NS4", "B", baseline=baseline("refuted", 0))
    made.statistical("NS4", "C", "refuted")
    made.exact("AC4", "a")
    made.exact("AC4", "b")
    made.timed("MB3")
    made.content["comparison"] = None
    return made.content


def compared(content):
    """Return results that are compared with themselves before a flip, a move, a loss and an upgrade."""
    reference = {**content, "file": "reference.json.gz", "packages": {"tensorflow": "2.20.0"}}
    lost = Results().statistical("OLD", "x")
    reference["claims"] = [
        {**claim, "verdict": "supported", "effects": [0.5] * 12} if claim["id"] == "NS4" else claim
        for claim in content["claims"]
    ] + [lost]
    return {**content, "comparison": compare(content, reference, [lost["nodeid"]])}


def test_it_counts_and_lists_each_claim_with_its_evidence(results):
    text = render(results)
    assert "✓ 3 supported, ✗ 1 refuted" in text
    assert "commit 6f08179437 (changed since)" in text
    listed = {row[0].partition("</strong>")[0].removeprefix("<strong>"): row for row in rows(text)}
    claim, verdict, effect, seeds, other = listed["NS4[B]"]
    assert claim.endswith("What NS4 says about networks.")
    assert (verdict, seeds, other) == ("✓ supported", "12 of 12", "✗ refuted")
    assert re.fullmatch(r"\+0\.\d+ \(\+0\.\d+ to \+0\.\d+\), margin 0\.01", effect)
    assert listed["NS4[C]"][1] == "✗ refuted (expected: supported)"
    assert listed["AC4"][2] == "2 checks by values"
    assert text.index("### Network structure settings") < text.index("### Activation function"), "the tutorial's order"


def test_without_a_comparison_there_is_no_section_on_it(results):
    assert "reference" not in render(results)


def test_the_comparison_says_what_flipped_moved_and_changed(results):
    text = render(compared(results))
    listed = {row[1]: row for row in rows(text) if len(row) == 4}
    assert listed["NS4[C]"][0] == "≠ flipped"
    assert listed["NS4[C]"][2] == "<strong>supported → refuted</strong>"
    assert listed["NS4[B]"][0] == "~ moved"
    assert "shift −0.4" in listed["NS4[B]"][3]
    assert listed["OLD[x]"][0] == "− gone"
    assert "tensorflow 2.20.0 → 2.21.0" in html(text)


def test_partial_results_say_so(results):
    assert "interrupted" not in render(results)
    assert "The session was interrupted" in render({**results, "complete": False})


def test_hostile_text_is_shown_as_text(results):
    everywhere = ("id", "params", "says", "section", "reason", "nodeid")
    for claim in results["claims"]:
        claim |= dict.fromkeys(everywhere, HOSTILE)
    results["dataset"]["name"] = results["commit_info"]["id"] = HOSTILE
    results["packages"] = {HOSTILE: HOSTILE, "keras": HOSTILE}
    content = compared(results)
    content["comparison"]["reference"]["file"] = HOSTILE
    text = render(content)
    page = html(text)
    tags = set(re.findall(r"<(/?[a-z0-9!-]+)", page))
    assert {tag.strip("/") for tag in tags} <= {
        *("h2", "h3", "p", "strong", "ul", "li"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert {len(row) for row in rows(text)} == {4, 5}
    assert not re.search("[\u202e\u0007\x1b]", text)
    assert "⟨U+202E⟩" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; `d` **e** _f_ [g](http://h.example)" in page
    assert "www." not in text, "GitHub makes a link of it"


def test_folders_are_left_out(results):
    results["claims"][2]["says"] = "see /home/jane/work/claims.txt"
    assert "jane" not in render(results)


@pytest.mark.parametrize("room", [0, 50, 300, 1000, 1500])
def test_what_does_not_fit_is_left_out_and_counted(results, room):
    full, text = render(compared(results)), render(compared(results), room)
    assert len(text.encode()) <= room < len(full.encode())
    if room < 100:
        assert text == ""
        return
    kept, left = re.fullmatch(r"(.*)\n\n(\d+) more lines are left out, .*\n", text, re.S).groups()
    assert full.startswith(kept)
    assert full.count("\n") == kept.count("\n") + 1 + int(left)


def test_it_stays_small_whatever_happens():
    content = inventory(questions=40) | {"comparison": None}
    claim = content["claims"][0]
    content["claims"] = [claim | {"nodeid": str(number), "says": "é" * 9999} for number in range(3000)]
    text = render(compared(content))
    assert MOST_BYTES * 0.9 < len(text.encode()) <= MOST_BYTES
    assert "more lines are left out" in text


def test_it_is_appended(results, tmp_path):
    path = tmp_path / "summary.md"
    path.write_text("before")
    append(results, path)
    append(results, path)
    text = path.read_text("utf-8")
    assert text.startswith("before\n## The tutorial's claims\n")
    assert html(text).count("<h2>") == 2


def test_a_file_that_is_nearly_full_is_not_overfilled(results, tmp_path):
    path = tmp_path / "summary.md"
    for taken in (MOST_BYTES - 300, MOST_BYTES, MOST_BYTES + 300):
        path.write_text("x" * taken)
        append(results, path)
        assert path.stat().st_size <= max(taken, MOST_BYTES)
    path.write_text("x" * (MOST_BYTES - 300))
    append(results, path)
    assert "more lines are left out" in path.read_text("utf-8")


def test_a_file_that_cannot_be_written_is_named_and_a_check_leaves_nothing_behind(tmp_path):
    check(tmp_path / "summary.md")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "kept.md").write_text("kept")
    check(tmp_path / "kept.md")
    assert (tmp_path / "kept.md").read_text() == "kept"
    for path in (tmp_path, tmp_path / "missing" / "summary.md", tmp_path / "kept.md" / "summary.md"):
        with pytest.raises(UserError, match="--claims-summary: cannot write"):
            check(path)
