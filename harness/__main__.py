"""The commands: `python -m harness COMMAND`, of which `--help` has the list.

Each exits with 0, or with 2 and one line that says what was wrong; `judge` also with 1. Where its output is not read to
the end (`head`) it is 141, as with other programs: `judge` may not have come to its answer.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence

from harness.base.errors import DeclarationError, UserError
from harness.base.files import expanded_path

UNREAD = 128 + signal.SIGPIPE


def make_report(options: argparse.Namespace) -> None:
    """Make the report on a results.json; of several, a page each, with a switch and a list of what differs."""
    from harness.report import page
    from harness.results import file

    if len(options.results) == 1:
        page.write(file.read(options.results[0]), options.output)
        return
    several = [file.read(path) for path in options.results]
    page.write_several(several, [path.name for path in options.results], options.output)


def make_front_page(options: argparse.Namespace) -> None:
    """Make the front page of the reports in a folder's folders, each an index.html with its results.json."""
    from harness.report import front_page

    front_page.write(options.folder)


def judge(options: argparse.Namespace) -> int:
    """Judge runs from elsewhere, in a CSV file with the columns seed, arm, metric, value.

    Exits with 0 if they support what is claimed, and with 1 if they refute it or decide nothing. Without a question
    it lists what the file has.
    """
    from harness.campaign.judge_file import judge_file

    return judge_file(options)


def plan(options: argparse.Namespace) -> None:
    """Say how many seeds a claim needs, and what they can show, before anything is trained."""
    from harness.campaign.judge_file import looks_of
    from harness.judge import planner
    from harness.judge.bounds import LOOKS
    from harness.judge.family import FAMILY_SIZE

    looks = looks_of(options.looks) or LOOKS
    family = FAMILY_SIZE if options.family is None else options.family
    try:
        made = planner.Plan(options.p, 0.5 if options.p0 is None else options.p0, family, looks)
    except ValueError as error:
        raise UserError(error) from error
    print(planner.text_of(made))


def merge_benchmarks(options: argparse.Namespace) -> None:
    """Add a file of pytest-benchmark's to a results.json, for the report to show."""
    from harness.results import benchmark_merge

    benchmark_merge.merge(options.benchmarks, options.results)


def merge(options: argparse.Namespace) -> None:
    """Add the scope maps and response curves of one results.json to that of the claims, for its report to show."""
    from harness.results.merge import merge as merge_files

    merge_files(options.made, options.results)


def print_schema(_options: argparse.Namespace) -> None:
    """Print the JSON Schema of results.json."""
    from harness.results import file

    print(file.schema())


def calibrate(options: argparse.Namespace) -> None:
    """Simulate the judge's error rates and rewrite the tables of docs/method.md."""
    from harness.judge import calibration

    if options.repetitions < 1:
        raise UserError(f"--repetitions: at least 1, not {options.repetitions}")
    try:
        calibration.rewrite_page(options.page, options.repetitions)
    except OSError as error:
        raise UserError(f"{options.page}: {error.strerror}") from error
    except ValueError as error:
        raise UserError(f"{options.page} has {error}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m harness", description="The harness' commands besides pytest.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int | None]) -> argparse.ArgumentParser:
        text = run.__doc__ or ""
        parser = commands.add_parser(name, help=text.partition("\n")[0], description=text)
        parser.set_defaults(run=run)
        return parser

    report = command("report", make_report)
    report.add_argument("results", type=expanded_path, nargs="+", help="a results.json, or a results.json.gz")
    report.add_argument("-o", "--output", type=expanded_path, required=True, metavar="DIR", help="gets the index.html")

    front = command("front-page", make_front_page)
    front.add_argument("folder", type=expanded_path, metavar="DIR", help="such as reports/reference; gets index.html")

    planner = command("plan", plan)
    planner.add_argument("p", type=float, metavar="P", help="the probability with which you expect a seed to say yes")
    _add_design(planner)

    _add_questions(command("judge", judge))

    timed = command("merge-benchmarks", merge_benchmarks)
    timed.add_argument("benchmarks", type=expanded_path, help="the file that --benchmark-json wrote")
    timed.add_argument("results", type=expanded_path, help="the results.json to which they are added")

    added = command("merge", merge)
    added.add_argument("made", type=expanded_path, help="the results.json of a session with -m scope or -m curve")
    added.add_argument("results", type=expanded_path, help="the results.json to which its maps and curves are added")

    command("schema", print_schema)

    calibration = command("calibrate", calibrate)
    calibration.add_argument("page", type=expanded_path, help="docs/method.md")
    calibration.add_argument("--repetitions", type=int, default=200_000, help="of each case; 200000 unless given")
    return parser


def _add_questions(judge: argparse.ArgumentParser) -> None:
    judge.add_argument("runs", type=expanded_path, metavar="FILE.csv", help="the runs")
    judge.add_argument("--on", metavar="METRIC", help="what is asked about")
    asked = judge.add_mutually_exclusive_group()
    asked.add_argument("--beats", nargs=2, metavar=("A", "B"), help="is A better than B by more than the margin?")
    asked.add_argument("--exceeds", nargs=2, metavar=("A", "B"), help="is A above B by more than the margin?")
    asked.add_argument("--at-least", nargs=2, metavar=("A", "VALUE"), help="does A reach the value?")
    asked.add_argument("--at-most", nargs=2, metavar=("A", "VALUE"), help="does A stay within the value?")
    judge.add_argument("--by", type=float, metavar="MARGIN", help="in the metric's unit")
    better = judge.add_mutually_exclusive_group()
    for name, higher in (("--higher-is-better", True), ("--lower-is-better", False)):
        better.add_argument(
            name,
            dest="higher_is_better",
            action="store_const",
            const=higher,
            help="of the metric; has to be said, because a run that diverged has the worst value",
        )
    _add_design(judge)


def _add_design(command: argparse.ArgumentParser) -> None:
    command.add_argument("--family", type=int, help="of so many verdicts it is one; 100 unless given")
    command.add_argument("--p0", type=float, help="the claim says that P(yes) is above it; 0.5 unless given")
    command.add_argument("--looks", help="numbers of seeds at which it may be decided, such as 12,24; else every six")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code = options.run(options) or 0
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads it, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for Python's own last flush
        return UNREAD
    except (UserError, DeclarationError) as error:
        print(error, file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
