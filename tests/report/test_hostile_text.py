"""Hostile text and secrets: names are shown as text, nothing of the machine's owner gets out, nothing is unpickled."""

import ast
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from harness.base.errors import DeclarationError, UserError
from tests.projects import Project

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "</td><script>alert(1)</script> \"'`|<img src=x onerror=alert(2)> {{ 7*7 }} "
    "\x1b[31mred\x07 \u202egnp.exe \u2066 *_[x](http://x.example)"
)
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
CLAIMS = f"""
import os
from pathlib import Path
import pytest
from harness.declare.claim import claim
from tests.toy_claims import SKLEARN, learns

HOSTILE = {HOSTILE!r}

@claim("HOS", section="Drop out", says=HOSTILE)
@pytest.mark.parametrize("question", [pytest.param(learns(SKLEARN), id=HOSTILE)])
def test_asked(question, judge):
    assert judge(question).supported

@claim("EXA", section="Drop out", says="Fails with all that it knows.")
@pytest.mark.exact
@pytest.mark.parametrize("way", ["fail", "skip"])
def test_values(way):
    places = [Path.home(), f"{{Path.home()}}: ", Path.home() / "data.npz", Path.home().as_uri(), Path(__file__)]
    getattr(pytest, way)(" ".join(map(str, [*places, HOSTILE])))
"""
CANARY = "canary-7f3a"
REPORT = "the \x1b[31mreport\u202e"


class Page(HTMLParser):
    """What of a page runs or loads, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):  # noqa: D102 (HTMLParser's)
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_data(self, data):  # noqa: D102 (HTMLParser's)
        self.text += data


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Return a project whose claims are full of hostile text, after a session by somebody with secrets."""
    project = Project(tmp_path_factory.mktemp(CANARY), claims=CLAIMS)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "API_TOKEN"):
            patch.setenv(name, CANARY)
        patch.setenv("HOME", f"/home/{CANARY}")
        patch.setenv("KERAS_HOME", f"/home/{CANARY}/keras")
        project.outcome = project.pytest("claims", "--claims-summary", "summary.md", "--claims-report", REPORT)
    shutil.copytree(project.folder / REPORT, project.report)
    assert project.outcome.code == 1, project.outcome.text
    return project


def test_the_page_shows_hostile_text_as_text(session):
    source = (session.report / "index.html").read_text(encoding="utf-8")
    page = Page(source)
    assert (page.tags.count("script"), page.tags.count("img")) == (1, 0)
    assert not [name for name in page.attributes if name.startswith("on")]
    assert {target for target in page.attributes["href"] if not target.startswith(("#", "data:,"))} <= {"results.json"}
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in page.text
    assert not UNSEEN.search(source)
    assert "⟨U+202E⟩gnp.exe" in page.text
    assert "⟨U+001B⟩[31mred" in page.text


def test_the_summary_shows_hostile_text_as_text(session):
    text = (session.folder / "summary.md").read_text(encoding="utf-8")
    assert not UNSEEN.search(text)
    assert not re.search(r"<(script|img|/td)", text)
    rows = [line for line in text.splitlines() if "HOS" in line and line.startswith("|")]
    assert rows
    head = next(line for line in text.splitlines() if line.startswith("|"))
    assert {row.count("|") for row in rows} == {head.count("|")}, "a text adds no column"
    assert "](http" not in text
    assert "`" not in text


def test_the_terminal_shows_hostile_text_as_text(session):
    text = session.outcome.text
    claims = text[text.index(" claims ===") :]
    lines = [line for line in claims.splitlines() if re.match(r"[✓✗?×·○!] ?(HOS|EXA)|.{1,3}(HOS|EXA)\[", line)]
    assert len(lines) == 3, claims
    assert not any(UNSEEN.search(line) for line in lines)
    assert text.splitlines().count(f"report: {session.folder}/the ⟨U+001B⟩[31mreport⟨U+202E⟩/index.html") == 1


def test_nothing_of_the_owner_gets_into_what_is_shared(session):
    for path in (*session.report.iterdir(), session.folder / "summary.md"):
        text = path.read_text(encoding="utf-8")
        assert CANARY not in text, path.name
        assert str(session.folder) not in text, path.name
    (asked,) = (claim for claim in session.results["claims"] if claim["id"] == "HOS")
    assert asked["says"] == HOSTILE, "results.json has the text itself"
    assert "\u202e" not in (session.report / "results.json").read_text(encoding="utf-8"), "spelled as JSON escapes"


@pytest.mark.parametrize("kind", [UserError, DeclarationError])
def test_a_mistake_is_one_line_whatever_it_is_about(kind):
    message = str(kind(f"no such file: {HOSTILE}\nsecond line"))
    assert not UNSEEN.search(message)
    assert "\n" not in message
    assert len(str(kind("9" * 10_000))) <= 600


# -- nothing is unpickled, and no text is run --------------------------------------------------------------------------

SOURCES = sorted([*(ROOT / "harness").glob("*.py"), *(ROOT / "claims").glob("*.py"), ROOT / "conftest.py"])
UNPICKLING = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "dbm"}
RUNNING = {"eval", "exec", "compile", "__import__"}


def faults(source):
    """Yield what of a module could run what somebody else wrote."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            yield from (name for name in names if name.partition(".")[0] in UNPICKLING)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNNING:
            yield node.func.id
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("load", "open_memmap")
        ):
            owner = ast.unparse(node.func.value)
            refused = any(word.arg == "allow_pickle" and ast.unparse(word.value) == "False" for word in node.keywords)
            if owner in ("np", "numpy", "joblib", "torch") and not refused:
                yield f"{owner}.{node.func.attr}"
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and ast.unparse(node.value) != "False":
            yield "allow_pickle"
        if isinstance(node, ast.keyword) and node.arg == "shell" and ast.unparse(node.value) != "False":
            yield "shell"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_module_unpickles_a_file_or_runs_a_text(path):
    assert list(faults(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from cloudpickle import loads",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "joblib.load(path)",
        "eval(text)",
        "subprocess.run(text, shell=True)",
    ],
)
def test_such_a_module_would_be_found(source):
    assert list(faults(source))
