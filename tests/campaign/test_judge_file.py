"""The command `judge`: verdict and numbers of runs in a file, its exit codes, and mistakes in one line."""

import shlex

import pytest

from harness.__main__ import main
from tests.run_files import write_runs


def spread(level, seeds=48, width=0.01):
    """Return values around a level that differ from seed to seed."""
    return [level + width * ((7 * seed) % 10 - 4.5) / 10 for seed in range(seeds)]


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Return a function that runs the command on a file; it returns the exit code and what was printed."""
    monkeypatch.chdir(tmp_path)
    write_runs(
        tmp_path / "runs.csv",
        {
            "cnn": {"accuracy": spread(0.9), "loss": ["nan" if s % 24 == 5 else v for s, v in enumerate(spread(0.2))]},
            "mlp": {"accuracy": spread(0.8), "loss": spread(0.3)},
        },
        first=1,
    )

    def run(text, file="runs.csv"):
        try:
            code = main(["judge", file, *shlex.split(text)])
        except SystemExit as left:  # argparse
            code = left.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.mark.parametrize(
    ("asked", "code", "verdict", "answers"),
    [
        ("--on accuracy --higher-is-better --beats cnn mlp --by 0.01", 0, "supported", "17 of 18"),
        ("--on accuracy --higher-is-better --beats mlp cnn --by 0", 1, "refuted", "1 of 18"),
        ("--on loss --lower-is-better --beats cnn mlp --by 0.05", 0, "supported", "17 of 18"),
        ("--on loss --lower-is-better --exceeds mlp cnn --by 0.05", 0, "supported", "17 of 18"),
        ("--on accuracy --higher-is-better --at-least mlp 0.7", 0, "supported", "12 of 12"),
        ("--on loss --lower-is-better --at-most mlp 0.2", 1, "refuted", "0 of 12"),
        ("--on accuracy --higher-is-better --at-least mlp 0.8", 1, "inconclusive", "15 of 30"),
        ("--on accuracy --higher-is-better --at-least mlp 0.7 --p0 0.8", 0, "supported", "36 of 36"),
        ("--on accuracy --higher-is-better --at-least mlp 0.7 --looks 20,30", 0, "supported", "20 of 20"),
        ("--on accuracy --higher-is-better --at-least mlp 0.7 --looks 12 --family 20", 0, "supported", "12 of 12"),
        ("--on loss --lower-is-better --at-least mlp -0.5", 0, "supported", "12 of 12"),
    ],
)
def test_the_verdict_its_numbers_and_the_exit_code(command, asked, code, verdict, answers):
    ended, printed, errors = command(asked)
    assert (ended, errors) == (code, "")
    title, *lines = printed.splitlines()
    assert title.endswith(f"is {verdict}")
    assert f"{answers} seeds say yes" in printed
    said = [line.split()[0] for line in lines]
    assert [one for one in said if one != "besides"] == ["question", "answers", "effect", "verdict", "runs"]


def test_what_is_taken_for_granted_is_said(command):
    _, printed, _ = command("--on loss --lower-is-better --at-most cnn 0.21")
    assert "runs.csv has the seeds 1 to 48; lower is better; 1 of the 18 runs behind the verdict diverged" in printed
    assert "higher is better; 1 of the" in command("--on loss --higher-is-better --exceeds cnn mlp --by 0")[1]


def test_without_a_question_it_lists_what_there_is_and_the_command_it_shows_works(command):
    code, printed, _ = command("")
    assert code == 0
    for line in ("arms       cnn, mlp", "metrics    accuracy, loss", "seeds      48 (1 to 48)"):
        assert f"  {line}\n" in printed
    shown = printed.splitlines()[-1].strip()
    prefix = "python -m harness judge runs.csv "
    assert shown.startswith(prefix)
    assert command(shown.removeprefix(prefix).replace("MARGIN", "0.01"))[0] == 0


def test_a_file_with_one_arm_is_asked_about_a_value(command, tmp_path):
    write_runs(tmp_path / "a file.csv", {"the arm": {"accuracy": spread(0.9)}})
    shown = shlex.split(command("", "a file.csv")[1].splitlines()[-1])
    assert shown[3:7] == ["judge", "a file.csv", "--on", "accuracy"]
    assert shown[7:] == ["--higher-is-better", "--at-least", "the arm", "VALUE"]


def test_too_few_seeds_and_the_same_value_everywhere_are_no_support(command, tmp_path):
    write_runs(tmp_path / "few.csv", {"a": {"loss": spread(0.9, seeds=5)}})
    code, printed, _ = command("--on loss --lower-is-better --at-least a 0", "few.csv")
    assert (code, "5 seeds are fewer than the 12 of the first look; few.csv has 5 seeds" in printed) == (1, True)
    write_runs(tmp_path / "same.csv", {"a": {"loss": [0.25] * 12}})
    code, printed, _ = command("--on loss --lower-is-better --at-least a 0", "same.csv")
    assert (code, printed.splitlines()[0].endswith("is invalid")) == (1, True)


def test_an_escape_sequence_in_a_name_does_not_reach_the_terminal(command, tmp_path):
    write_runs(tmp_path / "odd.csv", {"a\x1b[31m": {"loss": spread(0.9)}})
    assert "\x1b" not in command("", "odd.csv")[1]
    assert "\x1b" not in command("--on loss --lower-is-better --at-least a\x1b[31m 0", "odd.csv")[1]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            "--on accurcy --higher-is-better --beats cnn mlp --by 0",
            "unknown metric of runs.csv 'accurcy'; did you mean 'accuracy'?",
        ),
        (
            "--on accuracy --higher-is-better --beats cnn mpl --by 0",
            "unknown arm of runs.csv 'mpl'; did you mean 'mlp'?",
        ),
        ("--on accuracy --higher-is-better --beats cnn cnn --by 0", "two arms are the same experiment"),
        ("--on accuracy --higher-is-better --beats cnn mlp", "--beats needs a margin, --by NUMBER"),
        ("--on accuracy --higher-is-better --beats cnn mlp --by -1", "a margin (by=) must be at least 0"),
        ("--on accuracy --higher-is-better --beats cnn mlp --by nan", "a margin (by=) must be a finite number"),
        ("--beats cnn mlp --by 0", "--beats needs --on METRIC: one of accuracy, loss"),
        ("--on accuracy --higher-is-better --at-least cnn high", "--at-least takes an arm and a number, not 'high'"),
        ("--on accuracy --higher-is-better --at-most cnn 1 --by 0", "--at-most takes no margin"),
        (
            "--on accuracy --higher-is-better --at-least cnn 0 --looks 12,x",
            "--looks takes numbers of seeds, such as 12,24, not '12,x'",
        ),
        ("--on accuracy --higher-is-better --at-least cnn 0 --looks 24,12", "looks must be increasing"),
        ("--on accuracy --higher-is-better --at-least cnn 0 --p0 2", "p0 must lie between 0 and 1"),
        ("--by 0", "--by asks nothing: add --beats, --exceeds, --at-least or --at-most"),
        ("--family 20", "--family asks nothing"),
        ("--on loss --beats cnn mlp --by 0", "say which way 'loss' is better: --higher-is-better or --lower-is-better"),
        ("--on accuracy --higher-is-better --at-least cnn 0 --family 0", "family must be a whole number of at least 1"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(command, asked, message):
    code, printed, errors = command(asked)
    assert (code, printed, len(errors.splitlines())) == (2, "", 1)
    assert message in errors


def test_two_questions_are_one_too_many(command):
    code, printed, errors = command("--on accuracy --higher-is-better --at-least cnn 0 --at-most cnn 1")
    assert (code, printed) == (2, "")
    assert "not allowed with argument" in errors


def test_a_file_that_cannot_be_used_is_a_mistake(command):
    code, printed, errors = command("", "none.csv")
    assert (code, printed, errors) == (2, "", "cannot read none.csv: No such file or directory\n")
