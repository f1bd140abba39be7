"""What pytest-xdist's controller and its workers tell each other arrives as it was."""

from types import SimpleNamespace

import pytest

from harness.plugin import xdist
from tests.report_content import reference, typed


@pytest.fixture
def worker():
    """Return a worker's configuration."""
    return SimpleNamespace(workerinput={"workerid": "gw0"}, workeroutput={})


def test_a_worker_hears_what_the_controller_tells_it(worker, made):
    made.statistical(diverged=2)
    earlier = reference(made.content)
    xdist.brief(worker, 5.5, earlier)
    assert xdist.briefing(worker) == (5.5, earlier)
    xdist.brief(worker, 5.5, None)
    assert xdist.briefing(worker) == (5.5, None)
    assert all(isinstance(value, str | float | None) for value in worker.workerinput.values()), "it is sent"


def test_the_controller_gets_what_a_worker_found_out(worker, made):
    made.statistical(diverged=2)
    found = typed(made.content)
    xdist.hand_in(worker, found, ["a.py::b"], ["a.py::c"])
    assert xdist.handed_in(worker) == (found, ["a.py::b"], ["a.py::c"])


@pytest.mark.parametrize("node", [SimpleNamespace(), SimpleNamespace(workeroutput={})], ids=["died", "no claims"])
def test_a_worker_that_found_out_nothing_hands_in_nothing(node):
    assert xdist.handed_in(node) == (None, None, None)


def test_a_mistake_that_a_worker_gave_up_for_ends_the_session(worker):
    xdist.give_up(worker, "no such file")
    with pytest.raises(pytest.UsageError, match="no such file"):
        xdist.handed_in(worker)


def test_a_worker_is_told_from_the_controller(worker):
    assert xdist.is_worker(worker)
    assert not xdist.is_worker(SimpleNamespace())
