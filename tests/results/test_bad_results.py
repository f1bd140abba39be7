"""Bad results: a results.json that cannot be used is one line, for the report and for the comparison."""

import gzip
import json
import os

import pytest

from harness.__main__ import main
from harness.base.errors import UserError
from harness.results import file as results_file
from harness.results import reference
from harness.results.comparison import compare
from tests.report_content import Results, as_written, typed
from tests.report_content import reference as reference_of


def sound(version=2):
    """Return content of a schema version that a session could have written."""
    made = Results()
    made.statistical()
    return made.content if version == 1 else as_written(made.content)


def changed(change):
    """Return what makes a file, of either version, that is changed in some way."""

    def text(version):
        content = sound(version)
        change(content)
        return json.dumps(content)

    return text


def replaced(old, new):
    return lambda version: json.dumps(sound(version)).replace(old, new)


def compared(change):
    def text(version):
        content = sound(version)
        record = compare(typed(sound(1)), reference_of(sound(1)), ())
        content["comparison"] = json.loads(record.model_dump_json())
        change(content["comparison"]["claims"])
        return json.dumps(content)

    return text


def without(*names):
    return changed(lambda content: [content.pop(name) for name in names])


RESULTS = {
    "empty": (lambda _: "", "is not JSON: "),
    "no JSON": (lambda _: "no JSON", "is not JSON: "),
    "cut off": (lambda version: json.dumps(sound(version))[:-100], "is not JSON: "),
    "a list": (lambda _: "[]", "$: Input should be an object"),
    "a number": (lambda _: "1", "$: Input should be an object, not 1"),
    "nested deeply": (lambda _: "[" * 100_000, "is not JSON: maximum recursion depth exceeded"),
    "nested in a place for text": (
        replaced('"x86_64"', 90 * "[" + 90 * "]"),
        "$.machine_info.machine: Input should be",
    ),
    "nested in a place for anything": (replaced('"sigmoid"', 400 * "[" + 400 * "]"), "recursion limit exceeded"),
    "no version": (without("schema_version"), "schema_version is None, this version reads 1 and 2"),
    "another version": (changed(lambda c: c.update(schema_version=99)), "schema_version is 99, this version reads 1"),
    "version as text": (changed(lambda c: c.update(schema_version="1")), "schema_version is '1', this version reads 1"),
    "version as a truth": (changed(lambda c: c.update(schema_version=True)), "schema_version is True, this version"),
    "a key missing": (without("dataset"), "$: 'dataset' is missing"),
    "all keys missing": (lambda version: f'{{"schema_version": {version}}}', "$: 'datetime' is missing"),
    "a key missing in a claim": (changed(lambda c: c["claims"][0].pop("looks")), "$.claims[0]: 'looks' is missing"),
    "NaN": (changed(lambda c: c.update(datetime=float("nan"))), "is not JSON: NaN is not a JSON number"),
    "Infinity": (changed(lambda c: c.update(datetime=float("inf"))), "is not JSON: Infinity is not a JSON"),
    "a number beyond floats": (replaced("61.5", "1e999"), "$.campaign.wall_seconds: inf"),
    "a whole number beyond floats": (replaced("61.5", 400 * "9"), "$.campaign.wall_seconds: "),
    "an endless number": (replaced("61.5", 5000 * "9"), "is not JSON: Exceeds the limit"),
    "an unknown verdict": (changed(lambda c: c["claims"][0].update(verdict="true")), "$.claims[0].verdict: "),
    "answers too many": (changed(lambda c: c["claims"][0]["answers"].append(True)), "answers has 13 entries, for 12"),
    "effects too few": (changed(lambda c: c["claims"][0]["effects"].pop()), "effects has 11 entries, for 12 seeds"),
    "values too few": (changed(lambda c: c["claims"][0]["arms"][1]["values"].pop()), "arms[1].values has 11 entries"),
    "no arms": (changed(lambda c: c["claims"][0].update(arms=[])), "$.claims[0]: arms is empty"),
    "seeds as text": (
        changed(lambda c: c["claims"][0].update(seeds="12")),
        "$.claims[0].seeds: Input should be a valid",
    ),
    "claims by name": (changed(lambda c: c.update(claims={"NS4": c["claims"][0]})), "$.claims: Input should be"),
    "a claim of nothing": (changed(lambda c: c.update(claims=[None])), "$.claims[0]: Input should be"),
    "numbers beyond drawing": (
        changed(lambda c: c["claims"][0]["effects"].__setitem__(3, -1e308)),
        "$.claims[0].effects[3]: -1e+308 is beyond ±1e+100",
    ),
    "a curve beyond drawing": (
        changed(lambda c: [run["curves"].update(test_accuracy=[1e308, -1e308]) for run in c["runs"].values()]),
        "curves.test_accuracy[0]: 1e+308 is beyond ±1e+100",
    ),
    "a comparison with nothing": (
        compared(lambda rows: rows.clear()),
        "$.comparison.claims: claims/test_ns4.py::test_ns4_holds[B] is missing",
    ),
    "a comparison with other tests": (
        compared(lambda rows: rows[0].update(nodeid="claims/test_x.py::test_x")),
        "$.comparison.claims: claims/test_ns4.py::test_ns4_holds[B] is missing",
    ),
}


def spoil(path, content):
    path.write_bytes(content)


def huge(path, _content):
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50 << 30)  # takes no room on the disk


def bomb(path, _content):
    path.with_suffix(".json.gz").write_bytes(gzip.compress(bytes(5 << 20)))


def unlike(path, _content):
    path.with_suffix(".json.gz").write_bytes(b"not compressed")


def folder(path, _content):
    path.mkdir()


def pipe(path, _content):
    os.mkfifo(path)


def nothing(_path, _content):
    pass


FILES = {
    "huge": (huge, "has more than the 4 MB that can be shown"),
    "huge when unpacked": (bomb, "has more than the 4 MB that can be shown"),
    "not compressed": (unlike, "is damaged or not compressed with gzip"),
    "a folder": (folder, "Is a directory"),
    "a pipe": (pipe, "is no file"),
    "missing": (nothing, "No such file or directory"),
}
GIVEN = {
    f"{name} ({version})": (spoil, text(version).encode(), message)
    for version in (1, 2)
    for name, (text, message) in RESULTS.items()
}
GIVEN |= {name: (make, b"", message) for name, (make, message) in FILES.items()}
GIVEN["binary"] = (spoil, bytes(range(256)), "is not JSON: 'utf-8' codec can't decode")


@pytest.mark.parametrize(("make", "content", "message"), GIVEN.values(), ids=GIVEN)
def test_results_that_cannot_be_used_are_one_line_for_the_report_and_for_the_comparison(
    tmp_path, capsys, monkeypatch, make, content, message
):
    monkeypatch.setattr(results_file, "MOST_BYTES", 4 << 20)
    path = tmp_path / "results.json"
    make(path, content)
    path = next(tmp_path.glob("*.gz"), path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("the last report")
    code = main(["report", str(path), "-o", str(out)])
    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith(str(path))
    assert message in said
    assert said.count("\n") == 1
    assert (out / "index.html").read_text() == "the last report"
    with pytest.raises(UserError) as refused:
        reference.read(path, max_seeds=48)
    assert str(refused.value) == f"--claims-compare: {said.strip()}"
