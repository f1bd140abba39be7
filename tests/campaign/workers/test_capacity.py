"""How many workers: as many as cores, unless memory or a container's limit allows fewer."""

import loky
import pytest

from harness.campaign.workers import capacity


def groups(root, lines, limits):
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text("\n".join(lines) + "\n")
    for file, text in limits.items():
        path = root / "sys/fs/cgroup" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")


@pytest.mark.parametrize(
    ("lines", "limits"),
    [
        (["0::/"], {"memory.max": 3_000_000_000}),
        (["0::/system.slice/ci"], {"system.slice/memory.max": 3_000_000_000, "system.slice/ci/memory.max": "max"}),
        (["0::/docker/of-the-host"], {"memory.max": 3_000_000_000}),
        (
            ["5:cpu:/a", "4:memory:/a", "0::/a"],
            {"memory/a/memory.limit_in_bytes": 3_000_000_000, "memory/memory.limit_in_bytes": 9223372036854771712},
        ),
    ],
)
def test_a_containers_limit_counts_wherever_it_is(tmp_path, lines, limits):
    groups(tmp_path, lines, limits)
    assert capacity.memory(tmp_path) == 3e9


def test_without_limits_the_memory_is_the_machines(tmp_path):
    whole = capacity.memory(tmp_path)
    groups(tmp_path, ["0::/"], {"memory.max": "max"})
    assert capacity.memory(tmp_path) == whole > 1e8


@pytest.mark.parametrize("lines", [["0::/"], ["", "0", "1:name"]])
def test_files_that_say_nothing_limit_nothing(tmp_path, lines):
    whole = capacity.memory(tmp_path)
    groups(tmp_path, lines, {"memory.max": ""})
    assert capacity.memory(tmp_path) == whole


@pytest.mark.parametrize(("memory", "workers"), [(1e8, 1), (3.1e9, 2), (7e9, 4), (1e12, 8)])
def test_memory_and_cores_limit_the_workers(monkeypatch, memory, workers):
    monkeypatch.setattr(capacity, "memory", lambda: memory)
    monkeypatch.setattr(loky, "cpu_count", lambda: 8)
    assert capacity.worker_count() == workers


def test_graphics_processors_are_counted_by_their_files(tmp_path):
    assert capacity.gpus(tmp_path) == 0
    (tmp_path / "dev").mkdir()
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm"):
        (tmp_path / "dev" / name).touch()
    assert capacity.gpus(tmp_path) == 2
