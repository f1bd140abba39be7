"""The front page lists the reports of a folder with their headlines, by text, and leads to them."""

import gzip
import re

import pytest

from harness.__main__ import main
from harness.report import page
from harness.results import file
from harness.results.model import Suite
from tests.report_content import Results, text_of, typed


def made(folder, title="The text", gzipped=False, **suite):
    """Put a report with its results into a folder: two claims supported and one refuted."""
    content = Results()
    content.statistical()
    content.statistical("MB6", "labels", levels=(0.9, 0.8, 0.7, 0.6))
    content.statistical("AC2", "xor", "refuted", kind="proportion", levels=(0.9,), sign=-1)
    results = typed(content.content).model_copy(update={"suite": Suite(title=title, **suite)})
    page.write(results, folder)
    file.write(results, folder / "results.json")
    if gzipped:
        text = (folder / "results.json").read_bytes()
        (folder / "results.json").unlink()
        (folder / "results.json.gz").write_bytes(gzip.compress(text))
    return results


def front(folder):
    assert main(["front-page", str(folder)]) == 0
    return (folder / "index.html").read_text()


def test_every_report_is_listed_with_its_own_headline_and_day(tmp_path):
    results = made(tmp_path / "small", conditions={"dataset": "small"}, gzipped=True)
    made(tmp_path / "guide", "A guide", author="Somebody", link="https://example.org/guide")
    (tmp_path / "notes").mkdir()
    source = front(tmp_path)
    text = text_of(source)
    assert text.index("A guide") < text.index("The text")
    assert "dataset small: Most of the text holds; 1 of 3 claims fails" in text
    assert f"{results.datetime[:10]}, 3 claims, 3 verdicts:" in " ".join(text.split())
    assert 'href="https://example.org/guide"' in source
    links = re.findall(r'href="([^"#]+/index.html)"', source)
    assert links == ["guide/index.html", "small/index.html"]
    assert all((tmp_path / link).is_file() for link in links)


def test_reports_of_one_text_stand_together(tmp_path):
    for name in ("b", "a"):
        made(tmp_path / name, conditions={"dataset": name})
    source = front(tmp_path)
    assert source.count("<h2>") == 1
    assert source.index("dataset a") < source.index("dataset b")


def test_a_report_is_told_by_its_folder_only_where_a_text_has_several(tmp_path):
    made(tmp_path / "one")
    heading = "Most of the text holds; 1 of 3 claims fails"
    assert f">{heading}</a>" in front(tmp_path)
    made(tmp_path / "two")
    source = front(tmp_path)
    assert all(f">{name}: {heading}</a>" in source for name in ("one", "two"))


def test_a_link_that_does_not_lead_to_the_web_is_none(tmp_path):
    made(tmp_path / "a", link="javascript:alert(1)")
    source = front(tmp_path)
    assert "javascript:alert(1)" in text_of(source)
    assert 'href="javascript' not in source


def test_the_page_loads_nothing_and_shows_text_as_text(tmp_path):
    made(tmp_path / "x&y", "<script>alert(1)</script>", data="<img src=x onerror=alert(1)>")
    source = front(tmp_path)
    assert "default-src 'none'" in source
    assert "<script" not in source
    assert "<img" not in source
    assert 'href="x%26y/index.html"' in source


def test_it_is_made_again_over_itself(tmp_path):
    made(tmp_path / "a")
    assert front(tmp_path) == front(tmp_path)


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [("results.json", "no folder in it has a results.json"), ("index.html", "has no index.html")],
)
def test_what_is_missing_is_named(tmp_path, capsys, lacking, expected):
    made(tmp_path / "a")
    (tmp_path / "a" / lacking).unlink()
    assert main(["front-page", str(tmp_path)]) == 2
    assert expected in capsys.readouterr().err
    assert not (tmp_path / "index.html").exists()


def test_a_folder_that_is_none_is_named(tmp_path, capsys):
    assert main(["front-page", str(tmp_path / "nothing")]) == 2
    assert "nothing" in capsys.readouterr().err
