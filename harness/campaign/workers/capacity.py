"""What this machine has: workers, by its cores, its memory and what a container may have of them, and GPUs."""

from __future__ import annotations

import os
from pathlib import Path

import loky

WORKER_BYTES = 1.5e9
"""Memory that a worker may need: TensorFlow with compiled networks holds half of it, the rest is for wide ones."""
UNLIMITED = 1 << 60
"""Control groups without a limit of their own say some number beyond this, or "max"."""


def worker_count() -> int:
    """Return how many workers to start: one per core that this process may use, fewer where memory is scarce."""
    cores: int = loky.cpu_count()
    return int(max(1, min(cores, memory() // WORKER_BYTES)))


def gpus(root: Path = Path("/")) -> int:
    """Return how many graphics processors of NVIDIA this machine has, by the files of Linux.

    Args:
        root: below which the files are; another one for tests.

    """
    devices = [path for path in (root / "dev").glob("nvidia[0-9]*") if path.name.removeprefix("nvidia").isdecimal()]
    return max(len(devices), len(list((root / "proc/driver/nvidia/gpus").glob("*"))))


def memory(root: Path = Path("/")) -> float:
    """Return how many bytes of memory this process may use at most; infinite where the system does not say.

    Args:
        root: below which the files of Linux are; another one for tests.

    """
    try:
        physical = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):  # not on every system
        physical = float("inf")
    return min([physical, *_group_limits(root)])


def _group_limits(root: Path) -> list[float]:
    """Return the limits of the control groups that this process is in, and of those around them."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return []
    limits = []
    for line in lines:
        _, colon, rest = line.partition(":")
        controllers, second, group = rest.partition(":")
        if not (colon and second) or controllers not in ("", "memory"):
            continue
        base, name = ("sys/fs/cgroup", "memory.max") if not controllers else ("sys/fs/cgroup/memory", _OLD)
        # In a container, the group's own path may be that of the host: then its files are at the top.
        folder = root / base / group.lstrip("/")
        folders = [folder, *folder.parents]
        limits += [_limit(one / name) for one in folders if one.is_relative_to(root / base)]
    return [limit for limit in limits if limit < UNLIMITED]


_OLD = "memory.limit_in_bytes"
"""The file of a limit in the first version of control groups."""


def _limit(file: Path) -> float:
    try:
        return float(file.read_text())
    except (OSError, ValueError):  # "max", or nothing at all, as some kernels say in a container
        return float("inf")
