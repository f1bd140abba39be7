"""The command line's and the configuration's options, checked and turned into settings."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.base.errors import UserError
from harness.base.files import expanded_path
from harness.base.nearest import did_you_mean
from harness.campaign.workers.capacity import worker_count
from harness.results.model import Options

TRAINERS = ("epoch", "fit")
MOST = {"workers": 1024}
"""Beyond this many processes a machine only chokes; a cluster may have more."""
LONGEST = 60
"""Characters of a wrong value that are repeated to whoever gave it."""

# name, default, metavar, help
_OPTIONS = (
    (
        "max-seeds",
        "all",
        "N|all",
        "train at most N seeds per experiment (default all: as many as a claim's looks ask for, 48 as a rule)",
    ),
    ("workers", "auto", "N|auto", "worker processes (default auto: one per core, as far as memory goes: 1.5 GB each)"),
    ("scheduler", None, "ADDRESS", "train on the workers of the Dask scheduler there, such as tcp://127.0.0.1:8786"),
    ("run-limit", "600", "SECONDS", "end a worker that spends longer on one run (default 600)"),
    (
        "trainer",
        "epoch",
        "epoch|fit",
        "epoch: the same Keras layers, loss and optimizer, one compiled function per epoch (the default); "
        "fit: plain model.fit, for comparison",
    ),
    ("report", "reports/latest", "DIR|none", "where results.json and index.html go (default reports/latest)"),
    ("compare", None, "FILE", "an earlier results.json (or .json.gz); a claim whose verdict has changed since fails"),
    ("summary", None, "FILE", "Markdown for a CI job's page; appended to the file if it exists"),
)
_FLAGS = (
    ("fresh", "train everything anew, whatever the run store holds"),
    ("strict", "an inconclusive claim fails instead of being skipped"),
)
_ONCE = (
    (
        "list",
        "print what claims can name here (arms with their fields, data sets, metrics, measurements, questions), also "
        "what the conftest.py of the folders you name registers, and end; no test is run",
    ),
    (
        "dry-run",
        "print what the selected claims would train, and end: questions, arms, runs, about how long, and what the "
        "seeds can show; no test is run",
    ),
    (
        "prune",
        "remove from the run store, before the training, every run that this session's claims can do without: those of "
        "other claims, data, options, and versions of code and libraries. Only with all claims selected (no -k, no -m) "
        "of the files that you name, and not with pytest-xdist",
    ),
)
"""What is asked for one session, and never by a configuration file."""


def add_options(parser: pytest.Parser) -> None:
    """Declare options twice: on the command line and, but for `_ONCE`, by the same name in the configuration file."""
    group = parser.getgroup("claims", "claims about training")
    for name, default, metavar, text in _OPTIONS:
        # No default here: an option that was not given must let the configuration file speak.
        group.addoption(f"--claims-{name}", metavar=metavar, help=text)
        parser.addini(f"claims-{name}", f"default of --claims-{name}", default=default)
    for name, text in _FLAGS:
        group.addoption(f"--claims-{name}", action="store_true", default=None, help=text)
        parser.addini(f"claims-{name}", f"default of --claims-{name}", type="bool", default=False)
    for name, text in _ONCE:
        group.addoption(f"--claims-{name}", action="store_true", help=text)


@dataclass(frozen=True)
class Settings:
    """The options of one session, valid."""

    max_seeds: int | None
    """None: as many as the claims ask for."""
    workers: int
    """On this machine; a cluster has as many as it has."""
    scheduler: str | None
    """Where a Dask cluster's scheduler is; None: train on this machine."""
    run_limit: int
    """Seconds that one run may take."""
    trainer: str
    report: Path | None
    """Where the report goes; None: no report."""
    compare: Path | None
    """The results that the session is compared with."""
    summary: Path | None
    """Where the summary in Markdown goes."""
    strict: bool
    since: float
    """Unix time from which on stored runs may be used: 0, or the session's start with --claims-fresh."""
    dry_run: bool = False
    """Whether to say what would be done, instead of doing it."""
    prune: bool = False
    """Whether the run store is to forget what the session does not need."""

    def recorded(self) -> Options:
        """Return what results.json says of the options (names, not paths)."""
        return Options(
            max_seeds=self.max_seeds,
            workers=self.workers if self.scheduler is None else None,
            cluster=self.scheduler is not None,
            run_limit=self.run_limit,
            trainer=self.trainer,
            fresh=self.since > 0,
            strict=self.strict,
        )


def read_settings(config: pytest.Config) -> Settings:
    """Return the session's settings; the command line comes before the configuration file.

    Raises:
        UserError: a value that cannot work; the message names the valid ones.

    """
    workers, scheduler = _value(config, "workers"), _value(config, "scheduler")
    if scheduler is not None and workers != "auto":
        raise UserError("--claims-scheduler: a cluster's workers are started there; leave out --claims-workers")
    report = None if _value(config, "report") == "none" else _path(config, "report")
    if report and report.exists() and not report.is_dir():
        raise UserError(f"--claims-report: not a directory: {report}")
    return Settings(
        max_seeds=None if _value(config, "max-seeds") == "all" else _whole(config, "max-seeds", " or all"),
        workers=worker_count() if workers == "auto" else _whole(config, "workers", " or auto"),
        scheduler=scheduler,
        run_limit=_whole(config, "run-limit"),
        trainer=_one_of(config, "trainer", TRAINERS),
        report=report,
        compare=_path(config, "compare"),
        summary=_path(config, "summary"),
        strict=bool(_value(config, "strict")),
        since=time.time() if _value(config, "fresh") else 0.0,
        dry_run=_alone(config, "dry-run", "which shares the session out"),
        prune=_alone(config, "prune", "whose workers share the run store"),
    )


def _alone(config: pytest.Config, name: str, why_not: str) -> bool:
    """Return whether a flag was given that does not go with pytest-xdist."""
    given = bool(config.getoption(f"--claims-{name}"))
    if given and config.getoption("dist", "no") != "no":
        raise UserError(f"--claims-{name}: not with pytest-xdist, {why_not}; run without -n")
    return given


def _value(config: pytest.Config, name: str) -> Any:
    given = config.getoption(f"--claims-{name}")
    try:
        return config.getini(f"claims-{name}") if given is None else given
    except (ValueError, TypeError, pytest.UsageError) as error:
        raise UserError(f"claims-{name} in the configuration: {error}") from error


def _one_of(config: pytest.Config, name: str, valid: Any) -> str:
    value = str(_value(config, name))
    if value not in valid:
        hint = did_you_mean(value, valid)
        raise UserError(f"--claims-{name}: {value[:LONGEST]!r} is not one of {', '.join(valid)}{hint}")
    return value


def _whole(config: pytest.Config, name: str, otherwise: str = "") -> int:
    value = str(_value(config, name))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= 1):
        raise UserError(f"--claims-{name}: {value[:LONGEST]!r} is not a whole number of at least 1{otherwise}")
    if int(value) > MOST.get(name, int(value)):
        raise UserError(f"--claims-{name}: {value} is more than {MOST[name]}")
    return int(value)


def _path(config: pytest.Config, name: str) -> Path | None:
    """Return a path: from the command line relative to where pytest was called, else to the project."""
    value = _value(config, name)
    if value is None:
        return None
    given = config.getoption(f"--claims-{name}") is not None
    base = config.invocation_params.dir if given else config.rootpath
    if not isinstance(value, str) or not value.strip():
        raise UserError(f"--claims-{name}: {value!r} is no path")
    path = base / expanded_path(value)
    try:
        path.exists()  # asks the system, which refuses what cannot be a path
    except (OSError, ValueError) as error:
        raise UserError(f"--claims-{name}: {value[:LONGEST]!r} is no path: {str(error).partition(': ')[0]}") from error
    return path
