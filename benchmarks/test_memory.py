"""How much memory the parent and each worker hold at most."""

import threading

import psutil
import pytest

from benchmarks import commands

MEGABYTE = 2**20


@pytest.mark.benchmark(group="memory")
def test_memory_of_a_question(benchmark):
    """Resident memory; what processes share (libraries, mapped data) counts in each of them."""
    most: dict[str, list[float]] = {"parent": [], "largest worker": []}

    def play() -> None:
        with _Watch() as watch:
            commands.claims(commands.QUESTION, "--claims-max-seeds", "12", cold=True)()
        most["parent"].append(watch.parent / MEGABYTE)
        most["largest worker"].append(watch.worker / MEGABYTE)

    benchmark.pedantic(play, rounds=2, iterations=1)
    benchmark.extra_info.update(sides=most, unit="MB", facts={})


class _Watch(threading.Thread):
    """Looks five times a second at the processes under this one: the command's own and its workers."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.parent = self.worker = 0
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.2):
            for command in psutil.Process().children():
                try:
                    self.parent = max(self.parent, command.memory_info().rss)
                    for child in command.children(recursive=True):
                        self.worker = max(self.worker, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self.join()
