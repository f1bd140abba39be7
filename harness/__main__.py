"""The commands: `python -m harness report`, `merge-benchmarks`, `schema`, `calibrate`.

Each exits with 0, or with 2 and one line that says what was wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from harness.base.errors import UserError


def make_report(options: argparse.Namespace) -> None:
    """Make the report on a results.json."""
    from harness.report import page
    from harness.results import file

    page.write(file.read(options.results), options.output)


def merge_benchmarks(options: argparse.Namespace) -> None:
    """Add a file of pytest-benchmark's to a results.json, for the report to show."""
    from harness.results import benchmark_merge

    benchmark_merge.merge(options.benchmarks, options.results)


def print_schema(_options: argparse.Namespace) -> None:
    """Print the JSON Schema of results.json."""
    from harness.results import file

    print(file.schema())


def calibrate(options: argparse.Namespace) -> None:
    """Simulate the judge's error rates and rewrite the tables of docs/method.md."""
    from harness.judge import calibration

    calibration.rewrite_page(options.page, options.repetitions)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m harness", description="The harness' commands besides pytest.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        parser.set_defaults(run=run)
        return parser

    report = command("report", make_report)
    report.add_argument("results", type=Path, help="a results.json, or a results.json.gz")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="gets the index.html")

    merge = command("merge-benchmarks", merge_benchmarks)
    merge.add_argument("benchmarks", type=Path, help="the file that --benchmark-json wrote")
    merge.add_argument("results", type=Path, help="the results.json to which they are added")

    command("schema", print_schema)

    calibration = command("calibrate", calibrate)
    calibration.add_argument("page", type=Path, help="docs/method.md")
    calibration.add_argument("--repetitions", type=int, default=200_000)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
