"""The tables of docs/scope.md."""

from claims import mapped
from harness.results.file import read
from tests.projects import ROOT
from tests.report_content import Results
from tests.response_content import curve
from tests.scope_content import scope_map

PAGE = ROOT / "docs" / "scope.md"
REFERENCES = [ROOT / "reports" / "reference" / name / "results.json.gz" for name in ("mnist5k", "mnist")]


def test_the_page_has_the_figures_of_the_committed_results():
    text = PAGE.read_text("utf-8")
    assert mapped.page(text, [read(one) for one in REFERENCES]) == text


def test_a_map_has_a_line_for_each_condition_and_says_in_how_many_cells_each_row_holds():
    one = scope_map()
    lines = list(mapped.map_table(one))
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("|")]
    assert cells[0] == ["condition", *(row.title for row in one.rows), "holds in"]
    assert [row[0] for row in cells[2:]] == [*(condition.name for condition in one.conditions), "holds in"]
    for at, row in enumerate(one.rows, 1):
        holding = sum(line[at] == "✓" for line in cells[2:-1])
        assert cells[-1][at].startswith(f"{holding} of "), row.title
    assert lines[-1].startswith(f"Of {sum(cell.state.is_found for cell in one.cells)} cells: ")


def test_a_map_says_of_each_row_how_far_it_reaches():
    said = list(mapped.findings(scope_map()))
    assert said[0].startswith("The condition that matters most is ")
    assert [line.split("**")[1] for line in said[2:]] == [row.title for row in scope_map().rows]


def test_curves_have_their_sentences():
    results = Results().results.model_copy(update={"responses": (curve(),)})
    text = mapped.page("<!-- figures -->\nold\n<!-- end of figures -->\n", [results])
    assert "- **RATE**, plain: Over 12 seeds" in text
    assert "old" not in text


def test_a_page_without_a_place_for_them_is_said(tmp_path, capsys):
    (tmp_path / "page.md").write_text("nothing")
    assert mapped.main([str(tmp_path / "page.md"), str(REFERENCES[0])]) == 2
    assert "no place for 'figures'" in capsys.readouterr().err
