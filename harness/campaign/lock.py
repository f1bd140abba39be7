"""One campaign at a time: the system's lock on a file or, where there are none, a file that stands in for it."""

from __future__ import annotations

import contextlib
import errno
import warnings
from collections.abc import Callable
from pathlib import Path

import filelock

NO_LOCKS = {errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOLCK}
"""With what a system answers whose file system has no locks."""
TOLD_EVERY = 15.0
"""Seconds after which whoever waits is told again."""


def locked(path: Path, waiting: Callable[[str], None]) -> tuple[filelock.BaseFileLock, str | None]:
    """Return the lock, acquired, and what is to be said of it: None if it is the system's, which ends with its holder.

    A file in its place names its holder; another session on the same machine removes that of one that was killed.

    Args:
        path: of the lock's file.
        waiting: called before a wait for whoever has it, and again every `TOLD_EVERY` seconds of it, with what a
            person can do if nobody has it any more; nothing need be done about a lock of the system's.

    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # filelock says the same in its own words, where it finds out itself
        try:
            lock: filelock.BaseFileLock = filelock.FileLock(path)
            _acquire(lock, waiting)
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
            lock = filelock.SoftFileLock(path.with_name(f"{path.name}.holder"))
            _acquire(lock, waiting)
    if not isinstance(lock, filelock.SoftFileLock):
        return lock, None
    return lock, (
        f"this file system has no locks: {lock.lock_file} stands in for the run store's; if a session on another "
        "machine is killed while it trains, remove it"
    )


def _acquire(lock: filelock.BaseFileLock, waiting: Callable[[str], None]) -> None:
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        while not lock.is_locked:
            stands_in = isinstance(lock, filelock.SoftFileLock)  # filelock may have found that out itself meanwhile
            remedy = f"; remove {lock.lock_file} if no session, on any machine, is training any more"
            waiting(remedy if stands_in else "")
            with contextlib.suppress(filelock.Timeout):
                lock.acquire(timeout=TOLD_EVERY)
