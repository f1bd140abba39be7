"""The table of how verdicts moved from one protocol to the next."""

import gzip

import pytest

from claims import moved
from harness.results.file import write
from tests.report_content import Results


@pytest.fixture
def both():
    """Return results by an earlier and by a later protocol."""
    old, new = Results(), Results()
    old.statistical("AA1", "one", "supported")
    old.statistical("AA1", "two", "refuted")
    old.statistical("NS2m", "depths", "supported")
    old.statistical("BB1", "gone", "supported")
    old.exact("CC1")
    new.statistical("AA1", "one", "supported")
    new.statistical("AA1", "two", "inconclusive", seeds=48)
    new.statistical("NS6", "depths", "refuted")
    new.statistical("DD1", "new", "supported")
    new.exact("CC1", verdict="refuted")
    return old.results, new.results.model_copy(update={"suite": new.results.suite.model_copy(update={"protocol": 2})})


def rows(text):
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if line[:1] == "|"]
    return {row[0]: row[1:] for row in cells[2:]}


def test_the_table_has_the_questions_that_came_out_otherwise(both):
    found = rows(moved.table(*both))
    assert list(found) == ["AA1[two]", "NS6[depths] (was NS2m[depths])", "DD1[new]", "BB1[gone]"]
    assert found["DD1[new]"][0] == found["BB1[gone]"][1] == "not asked"
    before, after = found["AA1[two]"]
    assert before.startswith("refuted, ")
    assert after.startswith("inconclusive, ")
    assert " of 48, median " in after


def test_all_rows_are_there_where_they_are_wanted_and_values_are_never(both):
    assert set(rows(moved.table(*both, all_rows=True))) - set(rows(moved.table(*both))) == {"AA1[one]"}


def test_it_counts_what_moved(both):
    assert moved.table(*both).splitlines()[-1] == (
        "1 of the 3 questions that both have come out the same, 2 otherwise; 1 are new, 1 are not asked any more."
    )


def test_its_head_says_which_protocols_and_data_these_are(both):
    head = moved.table(*both).splitlines()[0]
    assert "protocol 1" in head
    assert "protocol 2" in head


def test_the_command_reads_two_files_and_says_in_one_line_what_it_cannot_read(both, tmp_path, capsys):
    paths = tmp_path / "old.json", tmp_path / "new.json.gz"
    write(both[0], paths[0])
    paths[1].write_bytes(gzip.compress(both[1].model_dump_json().encode()))
    assert moved.main(list(map(str, paths))) == 0
    assert capsys.readouterr().out.strip() == moved.table(*both).strip()
    assert moved.main([str(paths[0]), str(tmp_path / "none.json")]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


def test_renamed_questions_are_some_that_the_suite_asks():
    """As far as names tell: each new name is of a claim that the suite has."""
    assert len(set(moved.RENAMED.values())) == len(moved.RENAMED)
    assert all(name.endswith("]") for name in (*moved.RENAMED, *moved.RENAMED.values()))
