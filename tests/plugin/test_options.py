"""Options: what a session can be told, where from, and what is said to a value that cannot work."""

import time
from pathlib import Path

import joblib
import pytest

from harness.base.errors import UserError
from harness.plugin import hooks
from harness.plugin.options import read_settings

pytest_plugins = ["pytester"]


@pytest.fixture
def settings(pytester):
    """Return a function that reads the settings of a session with these arguments and this configuration."""
    pytester.plugins.append(hooks)

    def read(*arguments, **ini):
        lines = [f'claims-{name.replace("_", "-")} = "{value}"' for name, value in ini.items()]
        pytester.makepyprojecttoml("\n".join(["[tool.pytest.ini_options]", *lines]))
        return read_settings(pytester.parseconfig(*arguments))

    return read


def test_without_options_all_cores_are_used_and_there_is_no_limit(settings, pytester):
    read = settings()
    assert (read.max_seeds, read.trainer, read.scheduler, read.run_limit) == (None, "epoch", None, 600)
    assert read.workers == joblib.cpu_count()
    assert read.report == pytester.path / "reports" / "latest"
    assert (read.strict, read.since) == (False, 0.0)


@pytest.mark.parametrize(
    ("option", "value", "read"),
    [
        ("max-seeds", "24", 24),
        ("workers", "3", 3),
        ("trainer", "fit", "fit"),
        ("scheduler", "tcp://10.0.0.1:8786", "tcp://10.0.0.1:8786"),
        ("run-limit", "60", 60),
        ("strict", "true", True),
    ],
)
def test_the_configuration_file_speaks_where_the_command_line_does_not(settings, option, value, read):
    name = option.replace("-", "_")
    assert getattr(settings(**{name: value}), name) == read


@pytest.mark.parametrize(
    ("option", "given", "configured", "read"),
    [
        ("max-seeds", "12", "24", 12),
        ("workers", "2", "3", 2),
        ("trainer", "epoch", "fit", "epoch"),
    ],
)
def test_the_command_line_comes_before_the_configuration_file(settings, option, given, configured, read):
    name = option.replace("-", "_")
    assert getattr(settings(f"--claims-{option}", given, **{name: configured}), name) == read


def test_flags(settings):
    started = time.time()
    read = settings("--claims-fresh", "--claims-strict")
    assert read.strict is True
    assert started <= read.since <= time.time()
    assert settings(fresh="true").since >= started


def test_a_path_on_the_command_line_is_relative_to_where_pytest_was_called(settings, pytester):
    elsewhere = pytester.mkdir("elsewhere")
    pytester.chdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(elsewhere)
        read = settings("--claims-report", "out", "--rootdir", str(pytester.path))
        configured = settings("--rootdir", str(pytester.path), report="out")
    assert read.report == elsewhere / "out"
    assert configured.report == pytester.path / "out"


def test_no_report_can_be_asked_for(settings):
    assert settings("--claims-report", "none").report is None
    assert settings(report="none").report is None


def test_results_json_gets_no_paths_and_no_addresses(settings, pytester):
    (pytester.path / "earlier.json").touch()
    arguments = ["--claims-compare=earlier.json", "--claims-scheduler=tcp://10.0.0.1:8786", "--claims-fresh"]
    said = settings(*arguments).recorded()
    assert (said.fresh, said.cluster) == (True, True)
    assert str(pytester.path) not in str(said)
    assert "10.0.0.1" not in str(said)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("trainer", "keras", "--claims-trainer: 'keras' is not one of epoch, fit"),
        ("max-seeds", "0", "--claims-max-seeds: '0' is not a whole number of at least 1"),
        ("max-seeds", "-12", "--claims-max-seeds: '-12' is not a whole number"),
        ("max-seeds", "12.5", "--claims-max-seeds: '12.5' is not a whole number"),
        ("max-seeds", "²", "--claims-max-seeds: '²' is not a whole number"),
        ("max-seeds", "many", "--claims-max-seeds: 'many' is not a whole number"),
        ("workers", "0", "--claims-workers: '0' is not a whole number of at least 1 or auto"),
        ("workers", "all", "--claims-workers: 'all' is not a whole number of at least 1 or auto"),
        ("run-limit", "0", "--claims-run-limit: '0' is not a whole number of at least 1"),
        ("run-limit", "an hour", "--claims-run-limit: 'an hour' is not a whole number of at least 1"),
        ("report", "in_the_way", "--claims-report: not a directory: "),
    ],
)
@pytest.mark.parametrize("place", ["command line", "configuration"])
def test_a_value_that_cannot_work_is_refused_in_one_line(settings, pytester, option, value, message, place):
    (pytester.path / "in_the_way").touch()
    arguments, ini = [], {option.replace("-", "_"): value}
    if place == "command line":
        arguments, ini = [f"--claims-{option}={value}"], {}
    with pytest.raises(UserError) as refused:
        settings(*arguments, **ini)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_a_cluster_has_the_workers_that_it_has(settings):
    assert settings("--claims-scheduler", "tcp://10.0.0.1:8786").recorded().workers is None
    with pytest.raises(UserError, match="--claims-scheduler: a cluster's workers are started there"):
        settings("--claims-scheduler", "tcp://10.0.0.1:8786", "--claims-workers", "2")


def test_every_option_is_in_the_help_under_one_heading(pytester):
    pytester.plugins.append(hooks)
    config = pytester.parseconfig()
    group = config._parser.getgroup("claims")
    names = {name for option in group.options for name in option.names()}
    assert {f"--claims-{name}" for name in ("max-seeds", "workers", "trainer", "report")} <= names
    assert {"--claims-fresh", "--claims-strict"} <= names
    assert all(option.attrs()["help"] for option in group.options)
    assert all(name.startswith("--claims-") for name in names)
    assert Path(config.rootpath) == pytester.path


@pytest.mark.parametrize("name", ["report", "compare", "summary"])
def test_the_home_folder_is_expanded_wherever_a_path_is_given(settings, name, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert getattr(settings(f"--claims-{name}=~/here"), name) == tmp_path / "here"
    assert getattr(settings(**{name: "~/there"}), name) == tmp_path / "there"
