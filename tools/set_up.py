"""The set-up of an environment, said step by step: which step, how large, how long. Needs nothing but Python.

    python tools/set_up.py .venv requirements.txt

Installs the lock's packages, held to their hashes, into a virtual environment, which is made if it is not there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

STEPS = {
    "Downloading": re.compile(r"Downloading (?P<file>\S+\.(?:whl|tar\.gz))(?:\.metadata)?(?: \((?P<size>[^)]+)\))?"),
    "Using cached": re.compile(r"Using cached (?P<file>\S+\.(?:whl|tar\.gz))(?: \((?P<size>[^)]+)\))?"),
}
"""What pip says when it gets a package."""


def main(arguments: Sequence[str]) -> int:
    """Make the environment; return the exit code."""
    started = time.monotonic()
    folder, lock = Path(arguments[0]), Path(arguments[1])
    python = folder / "bin" / "python"
    if not python.exists():
        say(f"set-up: a virtual environment in {folder}", started)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    say(f"set-up: the packages of {lock} into {folder}", started)
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    command += [*compiling(), "--require-hashes", "-r", str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as pip:
        assert pip.stdout is not None
        for line in steps(pip.stdout):
            say(line, started)
    if pip.returncode:
        print(f"set-up: pip could not install {lock} (exit code {pip.returncode}; its reason is above)", flush=True)
        return pip.returncode
    say(f"set-up: done, {folder} has {size(folder) / 1e9:.1f} GB", started)
    return 0


def compiling() -> list[str]:
    """Return pip's option about bytecode.

    Modules are compiled when they are first imported, and most of the largest package's never are. But where Python is
    told to keep no bytecode, as in many containers, every process would compile TensorFlow anew: a quarter of a minute.
    """
    return [] if sys.flags.dont_write_bytecode else ["--no-compile"]


def steps(lines: Iterator[str]) -> Iterator[str]:
    """Yield a line for each package that pip gets, with its size, and for what it does after that."""
    for line in lines:
        for how, pattern in STEPS.items():
            if (found := pattern.search(line)) and ".metadata" not in line:
                name, version = found["file"].split("-")[:2]
                yield f"  {how.lower()}: {name} {version} ({found['size'] or 'size unknown'})"
        if line.startswith("Installing collected packages"):
            yield f"  installing: {line.count(',') + 1} packages, the longest step"


def size(folder: Path) -> int:
    """Return the bytes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def say(line: str, started: float) -> None:
    """Print a line, with the time since the start (minutes and seconds)."""
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    print(f"{minutes}:{seconds:02} {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
