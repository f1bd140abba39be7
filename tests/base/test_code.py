"""Fingerprints of a project's own code: another one whenever the code is another, and the same one otherwise."""

import functools
import importlib
import sys
import threading

import numpy as np
import pytest

from harness.base import code, libraries, modules
from harness.base.code import code_fingerprint, project_modules
from harness.base.errors import DeclarationError

FUNCTION = '''"""Trains."""

from helper import half


def train(seed, *, rate=0.1):
    """Train."""
    return half(seed) * rate  # slowly
'''
HELPER = "def half(number):\n    return number / 2\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return what writes a project's files, by name, and imports one of them as a new session would."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)

    def forget():
        for kept in (modules.syntax_of, code._code_of, modules.imported_by):
            kept.cache_clear()
        for name in set(sys.modules) - before:
            if str(tmp_path) in str(getattr(sys.modules[name], "__file__", None)):
                del sys.modules[name]

    def imported(module="arm", **files):
        forget()
        for name, text in files.items():
            path = tmp_path / f"{name.replace('_in_', '/')}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        importlib.invalidate_caches()
        return importlib.import_module(module)

    yield imported
    forget()


def fingerprint(project, text=FUNCTION, helper=HELPER, **others):
    return code_fingerprint(project(arm=text, helper=helper, **others).train)


@pytest.mark.parametrize(
    "text",
    [
        FUNCTION.replace("  # slowly", ""),
        FUNCTION.replace("    return", "    # Another comment.\n    return"),
        FUNCTION.replace('"""Train."""', '"""Train, in other words."""'),
        FUNCTION.replace('    """Train."""\n', ""),
        FUNCTION.replace('"""Trains."""\n', ""),
        FUNCTION.replace("seed, *, rate", "seed,\n    *,\n    rate"),
    ],
    ids=range(6),
)
def test_comments_docstrings_and_layout_do_not_count(project, text):
    assert text != FUNCTION
    assert fingerprint(project, text) == fingerprint(project)


CLAIM = """
import pytest
from harness import at_least, claim


@claim("T1", says="It trains.")
@pytest.mark.parametrize("question", [at_least(train, on="accuracy", value=0.5)])
def test_that_it_trains(question, judge):
    assert judge(question).supported
"""


def test_a_claims_words_and_margin_do_not_count(project):
    marks = "def at_least(*a, **k): ...\ndef claim(*a, **k): return lambda f: f\n"
    text = FUNCTION + CLAIM.replace("from harness import at_least, claim", marks)
    other = text.replace("0.5", "0.6").replace("It trains.", "It trains well.")
    assert other != text
    first, again = (code_fingerprint(project("test_arm", test_arm=one, helper=HELPER).train) for one in (text, other))
    assert first == again


@pytest.mark.parametrize(
    "text",
    [
        FUNCTION.replace("* rate", "+ rate"),
        FUNCTION.replace("rate=0.1", "rate=0.2"),
        FUNCTION.replace("return", "print('a text')\n    return"),
        FUNCTION + "\nLATER = 1\n",
    ],
    ids=range(4),
)
def test_every_other_change_of_the_functions_module_counts(project, text):
    assert text != FUNCTION
    assert fingerprint(project, text) != fingerprint(project)


def test_a_helper_that_is_imported_counts_and_one_that_is_not_does_not(project):
    before = fingerprint(project, stranger="x = 1\n")
    assert fingerprint(project, stranger="x = 2\n") == before
    assert fingerprint(project, helper=HELPER.replace("/ 2", "/ 3")) != before


@pytest.mark.parametrize(
    "imports",
    [
        "import helper\nhalf = helper.half\n",
        "from helper import half as half\n",
        "import between\nhalf = between.half\n",
        "from pack import half\n",
        "from pack.inner import half\n",
        "import pack.inner\nhalf = pack.inner.half\n",
        "def half(number):\n    from helper import half\n    return half(number)\n",
        "def half(number):\n    import between\n    return between.half(number)\n",
    ],
    ids=range(8),
)
def test_a_helper_counts_however_it_is_imported(project, imports):
    text = FUNCTION.replace("from helper import half\n", imports)
    files = {
        "between": "from helper import half\n",
        "pack_in___init__": "from .inner import half\n",
        "pack_in_inner": "from . import deeper\nfrom helper import half\n",
        "pack_in_deeper": "depth = 1\n",
    }
    before = fingerprint(project, text, **files)
    assert fingerprint(project, text, **files) == before
    assert fingerprint(project, text, HELPER.replace("/ 2", "/ 3"), **files) != before
    if "pack" in imports:
        assert fingerprint(project, text, **files | {"pack_in_deeper": "depth = 2\n"}) != before


def test_modules_that_import_each_other_are_counted_once(project):
    module = project(arm="import helper\ndef train(seed): ...\n", helper="import arm\n")
    assert [found.__name__ for found in project_modules(module.train)] == ["arm", "helper"]


def test_libraries_and_the_harness_are_no_code_of_a_project(project):
    module = project(arm="import json\nimport numpy\nimport harness.base.files\ndef train(seed): ...\n")
    assert [found.__name__ for found in project_modules(module.train)] == ["arm"]


def test_the_version_of_a_library_that_a_project_imports_counts_and_that_of_another_does_not(project, monkeypatch):
    installed = {"numpy": "1", "torch": "1", "pytest": "1"}
    monkeypatch.setattr(libraries, "_version", lambda name: installed.get(name, ""))
    text = f"import pytest\n{FUNCTION}    import torch\n"
    before = fingerprint(project, text)
    installed |= {"numpy": "2", "pytest": "2"}
    assert fingerprint(project, text) == before
    installed["torch"] = "2"
    assert fingerprint(project, text) != before
    assert fingerprint(project, helper=f"{HELPER}\ndef other():\n    import torch\n") != fingerprint(project)
    del installed["torch"]
    assert fingerprint(project, text) != before


@pytest.mark.parametrize("folder", ["site-packages", "dist-packages"])
def test_what_another_environment_has_installed_is_no_code_of_a_project(project, monkeypatch, tmp_path, folder):
    library = tmp_path / folder / "far_library" / "inner" / "parts.py"
    library.parent.mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / folder)
    text = FUNCTION.replace("    return half", "    from far_library.inner import parts\n    return half")
    library.write_text("SIZE = 1\n")
    before = fingerprint(project, text)
    library.write_text("SIZE = 2\n")
    assert fingerprint(project, text) == before


def test_modules_in_folders_without_an_init_count_before_they_are_imported(project, tmp_path):
    own = tmp_path / "outer" / "inner" / "parts.py"
    own.parent.mkdir(parents=True)
    text = FUNCTION.replace("    return half", "    from outer.inner import parts\n    return half")
    own.write_text("SIZE = 1\n")
    before = fingerprint(project, text)
    own.write_text("SIZE = 2\n")
    assert fingerprint(project, text) != before


KEEPER = """
class Shift:
    def __init__(self, by):
        self.by = by
    def __call__(self, seed):
        return seed + self.by
    def shifted(self, seed):
        return seed + self.by

def made(kept):
    def train(seed):
        return kept
    return train
"""
KEPT = {
    "a callable object": lambda arm, by: arm.Shift(by),
    "the object of a method": lambda arm, by: arm.Shift(by).shifted,
    "an object in a closure": lambda arm, by: arm.made(arm.Shift(by)),
    "a dict": lambda arm, by: arm.made({"by": arm.Shift(by)}),
    "a dict of arrays": lambda arm, by: arm.made({"by": np.arange(5000) * by}),
    "a dict of functions": lambda arm, by: arm.made({"by": functools.partial(arm.made, by)}),
}


@pytest.mark.parametrize("kind", KEPT)
def test_the_state_of_what_is_kept_counts(project, kind):
    arm = project(arm=KEEPER)
    assert code_fingerprint(KEPT[kind](arm, 1)) == code_fingerprint(KEPT[kind](arm, 1))
    assert code_fingerprint(KEPT[kind](arm, 1)) != code_fingerprint(KEPT[kind](arm, 2))


def test_what_keeps_itself_or_cannot_be_kept_has_a_fingerprint(project):
    arm = project(arm=KEEPER)
    own = arm.Shift(1)
    own.by = own
    assert code_fingerprint(arm.made(own)) == code_fingerprint(arm.made(own))
    assert code_fingerprint(arm.made(threading.Lock()))


@pytest.mark.parametrize("test", ["def test_it():\n    assert train(1)", "async def test_it():\n    await train(1)"])
def test_tests_in_a_file_of_tests_do_not_count(project, test):
    plain = code_fingerprint(project("test_arm", test_arm=FUNCTION, helper=HELPER).train)
    tested = code_fingerprint(project("test_arm", test_arm=f"{FUNCTION}\n{test}\n", helper=HELPER).train)
    assert tested == plain


@pytest.mark.parametrize("name", ["arm", "test_arm"])
def test_a_helper_that_is_called_like_a_test_counts(project, name):
    text = "def test_accuracy(model):\n    return {}\n\ndef train(seed):\n    return test_accuracy(seed)\n"
    half, most = (code_fingerprint(project(name, **{name: text.format(share)}).train) for share in (0.5, 0.9))
    assert half != most


def test_a_module_in_another_encoding_counts_and_one_that_is_no_python_is_said(project, tmp_path):
    (tmp_path / "old.py").write_bytes("# -*- coding: latin-1 -*-\nNAME = 'caf\xe9'\n".encode("latin-1"))
    assert fingerprint(project, f"import old\n{FUNCTION}")
    (tmp_path / "broken.py").write_text("def f(:\n")
    with pytest.raises(DeclarationError, match=r"broken.py:1: invalid syntax; a training imports this module"):
        fingerprint(project, f"{FUNCTION}    import broken\n")


def test_functions_of_one_module_are_told_apart(project):
    module = project(arm="def train(seed): ...\n\n\ndef other(seed): ...\n")
    assert code_fingerprint(module.train) != code_fingerprint(module.other)


def test_a_partials_arguments_count(project):
    train = project(arm=FUNCTION, helper=HELPER).train
    prints = [
        code_fingerprint(function)
        for function in (
            train,
            functools.partial(train, 1),
            functools.partial(train, 2),
            functools.partial(train, rate=1),
            functools.partial(functools.partial(train, rate=1), 1),
        )
    ]
    assert len(set(prints)) == len(prints)
    assert code_fingerprint(functools.partial(train, 1)) == prints[1]


MADE = """import numpy as np


def make(n):
    def train(seed):
        return seed * n

    return train


def with_helper(helper):
    return lambda seed: helper(seed)


def double(number):
    return 2 * number


def triple(number):
    return 3 * number


class Draw:
    def __init__(self, share):
        self.share = share

    def __call__(self, data, rng):
        return data

    def method(self, data, rng):
        return data

    def __repr__(self):
        return f"Draw({self.share})"
"""


def test_what_a_function_has_kept_from_where_it_was_made_counts(project):
    arm = project(arm=MADE)
    assert code_fingerprint(arm.make(1)) == code_fingerprint(arm.make(1)) != code_fingerprint(arm.make(2))
    with_double, with_triple = arm.with_helper(arm.double), arm.with_helper(arm.triple)
    assert code_fingerprint(with_double) == code_fingerprint(arm.with_helper(arm.double))
    assert code_fingerprint(with_double) != code_fingerprint(with_triple)


def test_a_callable_object_counts_with_its_class_and_what_it_says_of_itself(project):
    arm = project(arm=MADE)
    for kind in (arm.Draw, lambda share: arm.Draw(share).method):
        assert code_fingerprint(kind(0.1)) == code_fingerprint(kind(0.1)) != code_fingerprint(kind(0.2))
    before = code_fingerprint(arm.Draw(0.1))
    assert code_fingerprint(project(arm=MADE.replace("return data", "return 2 * data")).Draw(0.1)) != before
    assert code_fingerprint(project(arm=MADE).Draw(0.1)) == before


def test_a_function_that_calls_itself_has_a_fingerprint(project):
    text = "def make():\n    def train(seed):\n        return train(seed - 1) if seed else 0\n    return train\n"
    made = project(arm=text).make()
    assert code_fingerprint(made) == code_fingerprint(project(arm=text).make())


NAMESAKES = """
def make(kind):
    if kind == "a":
        def train(seed):
            '''Train.'''
            return 1
    else:
        def train(seed):
            return 2
    return train

first, second = lambda seed: 1, lambda seed: 2
inner = [(lambda seed: (lambda: seed)()), (lambda seed: (lambda: -seed)())]
"""
PAIRS = {
    "branches": lambda arm: (arm.make("a"), arm.make("b")),
    "lambdas": lambda arm: (arm.first, arm.second),
    "lambdas with lambdas in them": lambda arm: arm.inner,
}


@pytest.mark.parametrize("pair", PAIRS)
def test_functions_of_one_name_in_one_module_have_different_fingerprints(project, pair):
    first, second = map(code_fingerprint, PAIRS[pair](project(arm=NAMESAKES)))
    assert first != second
    moved = f"# Further down, and told otherwise.\\n{NAMESAKES.replace('Train.', 'Go.')}"
    assert list(map(code_fingerprint, PAIRS[pair](project(arm=moved)))) == [first, second]


@pytest.mark.parametrize("how", ["the package", "the environment"])
def test_a_library_behind_a_link_is_none_of_the_projects_code(project, tmp_path, monkeypatch, how):
    kept = tmp_path / "kept" / ("site-packages" if how == "the environment" else "store")
    (kept / "library").mkdir(parents=True)
    (kept / "library" / "__init__.py").write_text("def half(number):\n    return number / 2\n")
    if how == "the package":
        sites = tmp_path / "environment" / "site-packages"
        sites.mkdir(parents=True)
        (sites / "library").symlink_to(kept / "library")
    else:
        (tmp_path / "environment").symlink_to(tmp_path / "kept")
        sites = tmp_path / "environment" / "site-packages"
    monkeypatch.syspath_prepend(sites)
    arm = project(arm="from library import half\n\ndef train(seed):\n    return half(seed)\n")
    assert [module.__name__ for module in project_modules(arm.train)] == ["arm"]


def test_the_file_of_a_function_is_its_own_also_where_another_module_has_taken_the_name(project):
    def of_first(first, second="OTHER = 1"):
        module = project("conftest", conftest=first)
        function = module.measured
        sys.modules["conftest"] = type(sys)("conftest")
        sys.modules["conftest"].__file__ = str(project("arm", arm=second).__file__)
        return code_fingerprint(function)

    text = "measured = lambda y_true, y_score: 1\n"
    assert of_first(text) == of_first(text, "OTHER = 2") != of_first(text.replace("1", "2"))
