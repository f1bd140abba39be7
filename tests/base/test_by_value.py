"""What is sent to a worker: whole, also where the project's modules cannot be imported."""

import functools
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass

import cloudpickle
import pytest

from harness.base.code import by_value
from harness.base.errors import UserError

FILES = {
    "far_helper.py": "FACTOR = 3\n\ndef times(number):\n    return FACTOR * number\n",
    "far_package/__init__.py": "from .inner import less\n",
    "far_package/inner.py": "import far_helper\n\ndef less(number):\n    return far_helper.times(number) - 1\n",
    "far_arm.py": """
import functools
from dataclasses import dataclass
import far_helper
from far_package import less

class Arm:
    def __init__(self, number):
        self.number = number

    def trained(self):
        return less(self.number)

@dataclass
class Sized:
    size: int

def train(seed, *, by=1):
    return by * less(seed) + far_helper.times(seed)

def made(number):
    return lambda seed: train(seed) + number

def keeps(function):
    return functools.partial(_calls, function)

def _calls(function, seed):
    return function(seed)
""",
}
LOADS = """
import cloudpickle, sys
assert not any("far_" in name for name in sys.modules)
for module in ("far_arm", "far_helper", "far_package"):
    try:
        __import__(module)
    except ModuleNotFoundError:
        continue
    raise AssertionError(f"{module} can be imported here")
value = cloudpickle.loads(sys.stdin.buffer.read())
print(value() if callable(value) else value)
"""


@pytest.fixture
def arm(tmp_path, monkeypatch):
    """Return a project's module that only this process can import."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    import far_arm

    yield far_arm
    for name in [name for name in sys.modules if name.startswith("far_")]:
        del sys.modules[name]


def elsewhere(pickled):
    """Return what another process prints that loads and, if it can, calls it."""
    command = [sys.executable, "-c", LOADS]
    said = subprocess.run(command, input=pickled, capture_output=True, check=False, cwd="/")
    assert said.returncode == 0, said.stderr.decode()
    return said.stdout.decode().strip()


def test_functions_classes_and_what_they_have_kept_work_where_their_modules_cannot_be_imported(arm):
    calls = {
        "partial": (functools.partial(arm.train, 2, by=10), arm.train, "56"),
        "closure": (functools.partial(arm.made(100), 2), arm.made(0), "111"),
        "function kept": (functools.partial(arm.keeps(arm.train), 2), arm.keeps(arm.train), "11"),
        "method": (arm.Arm(2).trained, arm.Arm, "5"),
    }
    found = {name: elsewhere(by_value(value, [function])) for name, (value, function, _) in calls.items()}
    assert found == {name: result for name, (*_, result) in calls.items()}


def test_it_can_be_loaded_again_in_the_process_that_sent_it(arm):
    call = cloudpickle.loads(by_value(functools.partial(arm.train, 2), [arm.train]))
    assert call() == arm.train(2)


def test_a_data_class_that_was_loaded_again_can_still_be_derived_from(arm):
    loaded = cloudpickle.loads(by_value(arm.Sized(3), [arm.Sized]))

    @dataclass
    class More(arm.Sized):
        weight: float

    @dataclass
    class MoreOfTheLoaded(type(loaded)):
        weight: float

    assert (loaded.size, More(3, 1.0).size, MoreOfTheLoaded(3, 1.0).size) == (3, 3, 3)


def test_nothing_of_the_project_is_sent_by_value_afterwards_unless_it_is_asked_for(arm):
    by_value(arm.train, [arm.train])
    assert b"far_arm" in pickle.dumps(arm.train)
    assert len(pickle.dumps(arm.train)) < 50
    assert len(cloudpickle.dumps(arm.train)) < 60


@pytest.mark.parametrize("kind", ["a lock", "a generator", "an object that refuses"])
def test_what_cannot_be_pickled_is_said_in_one_line(arm, kind):
    class Refuses:
        def __reduce__(self):
            raise RuntimeError("never\nmind")

    kept = {"a lock": threading.Lock, "a generator": lambda: (n for n in ()), "an object that refuses": Refuses}[kind]()
    with pytest.raises(UserError, match="cannot be sent to a worker, because something in it cannot be pickled: "):
        by_value(functools.partial(arm.train, kept), [arm.train])
    with pytest.raises(UserError) as refused:
        by_value([kept], [arm.train])
    assert "\n" not in str(refused.value)
    assert elsewhere(by_value(functools.partial(arm.train, 2), [arm.train])) == "11"
