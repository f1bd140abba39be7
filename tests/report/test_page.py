"""The report without a browser: what the HTML has to hold, and what it may not."""

import base64
import hashlib
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import Markup

from harness.__main__ import main
from harness.base.errors import UserError
from harness.report import page as report
from harness.report import timings_view
from harness.report.figures.figure import Drawing
from harness.report.figures.svg import CLASSES
from harness.results import file as results_file
from harness.results.model import Suite
from tests.report_content import CURVES, Results, aside, baseline, text_of, typed
from tests.report_inventory import compared, inventory

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "</style><script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7*7 }} \u202egnp.exe\u0007\x1b[0m"


class Page(HTMLParser):
    """What the tests want to know of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):  # noqa: D102 (HTMLParser's)
        self.tags.append((tag, dict(attrs)))

    def attributes(self, name: str) -> list[str]:
        """Return all values that an attribute has in the page."""
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


def test_an_empty_session_has_a_report():
    assert "No claim of the tutorial was tested" in report.render(Results().results)


def test_every_kind_and_verdict_is_rendered_and_the_page_stays_small():
    source = report.render(typed(inventory(questions=36)))
    assert len(source) < 2_000_000
    text = text_of(source)
    for word in ("supported", "refuted", "inconclusive", "invalid", "Benchmarks", "SHA-256"):
        assert word in text


def test_the_page_forbids_loading_and_pins_its_own_style_and_script(made):
    made.statistical()
    source = report.render(made.results)
    policy = next(a["content"] for tag, a in Page(source).tags if tag == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", source, flags=re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_names_no_address_outside_itself(made):
    made.statistical()
    page = Page(report.render(made.results))
    targets = page.attributes("href") + page.attributes("src")
    assert {target for target in targets if not target.startswith("#")} == {"data:,"}
    assert not page.attributes("style"), "the policy forbids style attributes"
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_ids_are_unique_and_links_resolve():
    page = Page(report.render(typed(inventory(questions=12))))
    ids = Counter(page.attributes("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert {link[1:] for link in page.attributes("href") if link.startswith("#")} <= set(ids)
    for name in ("for", "aria-labelledby"):
        assert set(page.attributes(name)) <= set(ids)


def test_hostile_ids_collide_with_none_of_the_pages_own(made):
    """Which are its sections and controls, the titles of cards and questions, and the parts of figures."""
    for name in (*report.RESERVED, "top--title", "verdicts-title", "times", "benchmark-times", "section"):
        made.statistical(name, "title", epochs=3)
        made.exact(name, "x", curves=CURVES)
    for params in (
        "",
        "title",
        "-title",
        "B",
        "B-title",
        "B-seeds",
        "B--seeds-1",
        "B-seeds-1",
        "B-curves-2",
        "question",
    ):
        made.statistical("NS4", params, epochs=3)
        made.exact("NS4", f"check {params}", curves=CURVES)
    made.statistical("NS4-B", "seeds-1", section="verdicts")
    made.benchmark()
    page = Page(report.render(made.results))
    ids = Counter(page.attributes("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    absent = {"speed", "comparison", "lessons", "forest", "differences", "curves", "scope"}
    assert set(report.RESERVED) - absent <= set(ids)
    for name in ("for", "aria-labelledby"):
        assert set(page.attributes(name)) <= set(ids)


def test_the_ids_that_no_claim_may_take_are_those_of_the_templates():
    written = {
        name
        for path in report.TEMPLATES.glob("*.j2")
        for name in re.findall(r'\bid="([\w-]+)"', path.read_text("utf-8"))
    }
    assert {name for name in written if "--" not in name} == set(report.RESERVED)


def test_every_colour_of_the_figures_is_in_the_style_sheet():
    style = (report.TEMPLATES / "report.css").read_text("utf-8")
    for name in CLASSES.values():
        assert f".fill-{name} " in style
        assert f".stroke-{name} " in style


def test_the_first_screen_answers_and_holds_nothing_for_those_who_made_it(made):
    for name in ("NS1", "NS2", "NS3"):
        made.statistical(name)
    made.statistical("NS4", "C", "refuted")
    made.exact("AC4", "a")
    text = text_of(report.render(made.results)).partition("What to learn")[0]
    text = text.partition("The lesson")[0]
    assert "Most of the tutorial holds; 1 of 5 claims fails." in text
    assert "The tutorial says how to choose a network's structure." in text
    assert "✓ 4 hold" in text
    assert "✗ 1 fails" in text
    assert not re.search("commit|6f08179437|not as expected", text)


def test_a_link_to_the_text_is_followed_to_the_web_and_nowhere_else(made):
    made.statistical()
    for link, there in (("https://example.org/text", True), ("javascript:alert(1)", False)):
        results = made.results
        results = results.model_copy(update={"suite": results.suite.model_copy(update={"link": link})})
        assert (link in Page(report.render(results)).attributes("href")) is there


def test_the_texts_author_is_named(made):
    made.statistical()
    suite = made.results.suite.model_copy(update={"title": "A guide", "author": "Jane (BSD licence)"})
    assert "The text: A guide, by Jane (BSD licence)" in text_of(
        report.render(made.results.model_copy(update={"suite": suite}))
    )
    assert "The text:" not in text_of(report.render(made.results))


def test_a_section_that_stands_elsewhere_than_the_text_is_read_there(made):
    for name in ("NS4", "NS5"):
        made.statistical(name)
    made.content["claims"][1]["section"] = "An example"
    text, example = "https://example.org/text", "https://example.org/example"
    for given, links in ((example, {text, example}), ("javascript:alert(1)", {text})):
        suite = made.results.suite.model_copy(update={"link": text, "links": {"An example": given}})
        results = made.results.model_copy(update={"suite": suite})
        cards = Page(report.render(results).partition("<article")[2])
        assert {link for link in cards.attributes("href") if ":" in link} == links


def test_a_suite_without_sections_has_no_link_and_no_heading_without_a_name(made):
    made.statistical()
    for claim in made.content["claims"]:
        claim["section"] = ""
    source = report.render(made.results)
    assert not re.search(r"<(a|h2|option)\b[^>]*>\s*</", source)
    assert "Section “" not in text_of(source)


def test_a_card_shows_all_there_is_on_its_questions(made):
    made.statistical(
        expected="refuted",
        expected_reason="it was so",
        control=aside(22, alarm=True),
        baseline=baseline(),
    )
    made.timed()
    asked, timed = (text_of(part) for part in report.render(made.results).split("<article ")[1:])
    if "NS4" not in asked:
        asked, timed = timed, asked
    for part in ("by more than 1 point?", "30 pairs", "no dropout", "it was so", "Values of each seed"):
        assert part in asked
    assert "Values of each round" in timed
    assert "Control" not in timed


def test_flips_are_named_on_the_first_screen_and_on_their_cards(made):
    for params in "abcd":
        made.statistical("NS4", params)
    assert "Compared with" not in text_of(report.render(made.results))
    made.content["comparison"] = compared(made.content)
    text = text_of(report.render(made.results))
    assert "1 verdict flipped since the reference" in text
    assert "Since the reference: ≠ flipped (inconclusive → supported" in text


def test_partial_results_say_so(made):
    assert "These results are partial" not in report.render(made.results)
    made.content["complete"] = False
    assert "These results are partial" in report.render(made.results)


def test_hostile_text_shows_as_text(made):
    entry = made.statistical(HOSTILE, HOSTILE, baseline=baseline() | {"note": HOSTILE})
    made.exact(HOSTILE, reason=HOSTILE)
    made.timed()
    for name in ("says", "section", "question", "reason", "expected_reason", "nodeid"):
        entry[name] = HOSTILE
    entry["arms"][0]["name"] = HOSTILE
    entry["metric"] = {"name": HOSTILE, "label": HOSTILE, "unit": HOSTILE}
    made.benchmark(HOSTILE)
    made.content["commit_info"]["branch"] = HOSTILE
    made.content["packages"] = {HOSTILE: HOSTILE}
    made.content["options"]["trainer"] = HOSTILE
    made.content["dataset"]["name"] = HOSTILE
    for experiment in made.content["experiments"].values():
        experiment["activation"] = HOSTILE
    own = dict.fromkeys(("kind", "claimed", "effect_label", "figure", "of", "by"), HOSTILE)
    claims = [
        claim.model_copy(update={name: own[name] for name in own.keys() & type(claim).model_fields.keys()})
        for claim in made.results.claims
    ]
    source = report.render(made.results.model_copy(update={"claims": tuple(claims)}))
    tags = Counter(tag for tag, _ in Page(source).tags)
    assert (tags["script"], tags["style"], tags["img"]) == (1, 1, 0)
    assert "{{ 7*7 }}" in source, "text is no template"
    assert not re.search("[\u202e\u0007\x1b]", source)
    assert "⟨U+202E⟩" in source


def test_no_absolute_path_gets_into_the_page(made):
    made.exact(verdict="refuted", reason="OSError: /home/jane/work/claims/data.npz")
    source = report.render(made.results)
    assert "jane" not in source
    assert "data.npz" in source


def test_the_page_is_written_whole_or_not_at_all(made, tmp_path, monkeypatch):
    report.write(made.results, tmp_path / "new")
    before = (tmp_path / "new" / "index.html").read_text(encoding="utf-8")
    monkeypatch.setattr(timings_view, "timings", None)
    with pytest.raises(TypeError):
        report.write(made.results, tmp_path / "new")
    assert (tmp_path / "new" / "index.html").read_text(encoding="utf-8") == before
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["index.html"]


def test_a_folder_that_cannot_be_written_is_one_line(made, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=r"cannot write .*index\.html"):
        report.write(made.results, tmp_path / "file")


@pytest.mark.parametrize("content", [None, "", "[]", "{}", "nonsense", '{"schema_version": 99}'])
def test_the_command_ends_in_one_line_and_code_2_for_a_file_that_is_none(tmp_path, capsys, content):
    path = tmp_path / "results.json"
    if content is not None:
        path.write_text(content)
    assert main(["report", str(path), "-o", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(str(path))
    assert error.count("\n") == 1
    assert not (tmp_path / "index.html").exists()


def test_the_report_works_without_the_training_libraries(made, tmp_path):
    made.statistical()
    results_file.write(made.results, tmp_path / "results.json")
    blocked = "import sys; sys.modules.update(dict.fromkeys(['tensorflow', 'keras', 'sklearn', 'mlxtend']))"
    run = f"{blocked}; from harness.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", run, "report", str(tmp_path / "results.json"), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "NS4" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_suite_of_other_people_has_no_word_of_ours(made):
    made.statistical("Q1", "", section="Rates", says="Slow is steady.")
    made.statistical("Q2", "", "refuted", section="Rates", says="Fast is better.")
    results = made.results
    suite = Suite(title="Our notes", text="the note", sections=("Rates",))
    source = report.render(results.model_copy(update={"suite": suite, "experiments": {}, "environment": {}}))
    text = text_of(re.sub("<(style|script)>.*?</(style|script)>", "", source, flags=re.DOTALL))
    visible = text.partition("Provenance Results")[0]
    assert not re.search(r"(?i)tutorial|MNIST(?!5k)|\bnetwork|scikit-learn|\bnats\b", visible)
    assert "The note, in our words, section “Rates”" in visible


def test_a_card_shows_one_figure_and_no_figure_twice(made):
    made.statistical("NS4", "B")
    made.statistical("NS4", "C", "refuted")
    made.exact("AC4", curves=CURVES)
    source = report.render(made.results)
    for card in source.split("<article ")[1:]:
        first, evidence = card.split('<details class="evidence">', 1)
        assert first.count("<figure>") == 1
        (shown,) = re.findall(r"<figcaption>(.*?)</figcaption>", first)
        assert shown not in evidence.split("</article>")[0]


def test_a_figure_of_all_effects_and_of_a_whole_claim_has_its_place(made, monkeypatch):
    made.statistical("NS4", "B")
    drawing = Drawing(Markup("<svg></svg>"), "all of it")
    drawn = {"forest": [drawing], "NS4--whole": [drawing]}
    monkeypatch.setattr("harness.report.figures.render.drawings", lambda *_: drawn)
    source = report.render(made.results)
    assert source.count("all of it") == 2
    assert 'href="#forest"' in source
    assert source.index('id="forest"') < source.index('id="claims"')
