"""The summary in Markdown, read with a Markdown parser: what it says, and what hostile text cannot make of it."""

import re

import pytest
from markdown_it import MarkdownIt

from harness.base.errors import UserError
from harness.report import markdown
from harness.report.markdown import MOST_BYTES, append, check
from tests.report_content import baseline, typed
from tests.report_inventory import compared, inventory

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


def render(content, room=MOST_BYTES):
    return markdown.render(typed(content), room)


@pytest.fixture
def content(made):
    """Return results with a claim of every type, not compared with anything."""
    made.statistical("NS4", "B", baseline=baseline("refuted", 0), effect={"estimate": 0.1, "low": 0.09, "high": 0.11})
    made.statistical("NS4", "C", "refuted")
    made.exact("AC4", "a")
    made.exact("AC4", "b")
    made.timed("MB3")
    return made.content


@pytest.fixture
def compared_content(content):
    """Return the same, compared with results in which NS4[B] was inconclusive and AC4[a] was not."""
    return {**content, "comparison": compared(content)}


def test_it_counts_and_lists_each_claim_with_its_evidence(content):
    text = render(content)
    assert "✓ 3 supported, ✗ 1 refuted" in text
    assert "commit 6f08179437 (changed since)" in text
    listed = {row[0].partition("</strong>")[0].removeprefix("<strong>"): row for row in rows(text)}
    claim, *cells = listed["NS4[B]"]
    assert claim.endswith("What NS4 says about networks.")
    assert cells == ["✓ supported", "+0.100 (+0.090 to +0.110), claimed: more than 0.01", "12 of 12", "✗ refuted"]
    assert listed["NS4[C]"][1] == "✗ refuted (expected: supported)"
    assert listed["AC4"][2:4] == ["2 checks by values", ""]
    assert listed["MB3"][3:] == ["12 of 12", ""]
    assert text.index("### Network structure settings") < text.index("### Activation function"), "the tutorial's order"


def test_claims_without_a_section_have_a_heading_as_on_the_page(made):
    made.exact(section="")
    assert re.findall(r"<h3>(.*?)</h3>", html(render(made.content))) == ["Claims"]


def test_without_an_effect_there_is_none(content):
    content["claims"][0]["effect"] = None
    (row,) = (row for row in rows(render(content)) if "NS4[B]" in row[0])
    assert row[2] == "none"


def test_without_a_comparison_there_is_no_section_on_it(content):
    assert "reference" not in render(content)


def test_the_comparison_lists_what_changed_and_says_what_did_in_the_environment(compared_content):
    text = render(compared_content)
    listed = {row[1]: row for row in rows(text) if len(row) == 4}
    assert listed["NS4[B]"][::2] == ["≠ flipped", "<strong>inconclusive → supported</strong>"]
    assert listed["NS4[C]"][::2] == ["~ moved", "refuted"]
    assert "shift" in listed["NS4[C]"][3]
    assert listed["OLD[a]"][0] == "− gone"
    assert "tensorflow 2.20.0 → 2.21.0" in html(text)
    compared_content["comparison"] |= {"claims": compared_content["comparison"]["claims"][3:5], "changes": []}
    compared_content["claims"] = compared_content["claims"][3:]
    text = render(compared_content)
    assert not [row for row in rows(text) if len(row) == 4], "nothing changed, so nothing is listed"
    assert "2.20.0" not in text


def test_partial_results_say_so(content):
    assert "interrupted" not in render(content)
    assert "The session was interrupted" in render({**content, "complete": False})


def test_hostile_text_is_shown_as_text(content):
    everywhere = ("id", "params", "says", "section", "reason", "nodeid")
    for claim in content["claims"]:
        claim |= dict.fromkeys(everywhere, HOSTILE)
    content["dataset"]["name"] = content["commit_info"]["id"] = HOSTILE
    content["packages"] = {HOSTILE: HOSTILE, "keras": HOSTILE}
    content["comparison"] = compared(content)
    content["comparison"]["reference"]["file"] = HOSTILE
    claims = tuple(
        claim.model_copy(update={"claimed": HOSTILE} if "claimed" in type(claim).model_fields else {})
        for claim in typed(content).claims
    )
    text = markdown.render(typed(content).model_copy(update={"claims": claims}))
    page = html(text)
    tags = set(re.findall(r"<(/?[a-z0-9!-]+)", page))
    assert {tag.strip("/") for tag in tags} <= {
        *("h2", "h3", "p", "strong", "ul", "li"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert {len(row) for row in rows(text)} == {3, 4, 5}
    assert not re.search("[\u202e\u0007\x1b]", text)
    assert "⟨U+202E⟩" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; `d` **e** _f_ [g](http://h.example)" in page
    assert "www." not in text, "GitHub makes a link of it"


def test_folders_are_left_out(content):
    content["claims"][2]["says"] = "see /home/jane/work/claims.txt"
    assert "jane" not in render(content)


@pytest.mark.parametrize("room", [0, 50, 300, 1000, 1500])
def test_what_does_not_fit_is_left_out_and_counted(compared_content, room):
    full, text = render(compared_content), render(compared_content, room)
    assert len(text.encode()) <= room < len(full.encode())
    if room < 100:
        assert text == ""
        return
    kept, left = re.fullmatch(r"(.*)\n\n(\d+) more lines are left out, .*\n", text, re.S).groups()
    assert full.startswith(kept)
    assert full.count("\n") == kept.count("\n") + 1 + int(left)


def test_it_stays_small_whatever_happens():
    results = typed(inventory(questions=40))
    claim = results.claims[0]
    many = tuple(claim.model_copy(update={"nodeid": str(number), "says": "é" * 999}) for number in range(2500))
    text = markdown.render(results.model_copy(update={"claims": many}))
    assert MOST_BYTES * 0.9 < len(text.encode()) <= MOST_BYTES
    assert "more lines are left out" in text


def test_it_is_appended(content, tmp_path):
    path = tmp_path / "summary.md"
    path.write_text("before")
    append(typed(content), path)
    append(typed(content), path)
    text = path.read_text("utf-8")
    assert text.startswith("before\n## How to train\n")
    assert html(text).count("<h2>") == 2


def test_a_file_that_is_nearly_full_is_not_overfilled(content, tmp_path):
    path = tmp_path / "summary.md"
    for taken in (MOST_BYTES - 300, MOST_BYTES, MOST_BYTES + 300):
        path.write_text("x" * taken)
        append(typed(content), path)
        assert path.stat().st_size <= max(taken, MOST_BYTES)
    path.write_text("x" * (MOST_BYTES - 300))
    append(typed(content), path)
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
