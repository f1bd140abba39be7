"""A process that is killed just before a given change of a file."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

PATIENCE = 120
"""Seconds after which a process that was not killed is taken to hang."""
# Not forked from the tests' own process: a lock that one of its threads holds would never be released in a copy of it.
CLEAN = multiprocessing.get_context("forkserver")
CLEAN.set_forkserver_preload(["harness.plugin.finish", "harness.report.figures.render"])


def killed_at(moment: int, change: Callable[..., Any], *arguments: Any) -> bool:
    """Run something in a process of its own that is killed before its given change of a file; return whether it was."""
    process = CLEAN.Process(target=_until, args=(moment, change, *arguments))
    process.start()
    process.join(PATIENCE)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def _until(moment: int, change: Callable[..., Any], *arguments: Any) -> None:
    changes = 0

    def kill(event: str, said: tuple[Any, ...]) -> None:
        nonlocal changes
        changing = event in ("os.rename", "os.remove", "os.mkdir", "os.truncate")
        if changing or (event == "open" and isinstance(said[1], str) and set(said[1]) & set("wxa+")):
            changes += 1
            if changes == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(kill)
    change(*arguments)
