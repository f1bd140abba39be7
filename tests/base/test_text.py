"""Text from elsewhere: shown as text, without what nobody sees and without anybody's folders."""

import pytest

from harness.base.text import visible, without_folders


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – text", "plain – text"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("a\u2066b\u200b", "a⟨U+2066⟩b⟨U+200B⟩"),
    ],
)
def test_characters_nobody_sees_are_spelled_out(text, shown):
    assert visible(text) == shown


def test_a_line_break_stays_unless_it_is_to_be_one_line():
    assert visible("a\nb\t") == "a\nb⟨U+0009⟩"
    assert visible("a\nb", keep="") == "a⟨U+000A⟩b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cannot read /home/jane/secret/mnist.npz", "cannot read …/mnist.npz"),
        (r"C:\Users\jane\data\x.npz is gone", "…/x.npz is gone"),
        ("~/data/x.npz", "…/x.npz"),
        ("scaled by 1/255 and/or more", "scaled by 1/255 and/or more"),
        ("claims/test_a.py::test_b", "claims/test_a.py::test_b"),
        ("/home/jane", "~"),
        ("in (/home/jane), or /Users/jane: nothing", "in (~), or ~: nothing"),
        ("/home/jane or /data/x/y", "~ or …/y"),
        ("/mnt/c/Users/jane", "~"),
        (r"C:\Users\jane", "~"),
        (r"c:\users\jane", "~"),
        ("~jane/x.npz", "…/x.npz"),
        ("/home/jane doe/x.npz is gone", "…/x.npz is gone"),
        ("/home/jane van doe/work/x.npz", "…/x.npz"),
        (r"C:\Users\jane doe\x.npz", "…/x.npz"),
        (r"OSError('C:\\Users\\jane doe\\x.npz')", "OSError('…/x.npz')"),
        (r"'first\n/home/jane/x.npz'", r"'first\n…/x.npz'"),
        (r"\\server\share\x.npz", "…/x.npz"),
        ("file:///home/jane/work/x.npz", "…/x.npz"),
        ("file:///home/jane", "~"),
        ("file:/home/jane/x.npz", "…/x.npz"),
        ("file://server/home/jane/x.npz", "…/x.npz"),
        ("file:///C:/Users/jane/x.npz", "…/x.npz"),
        ("/home/jane/x.py:12: wrong", "…/x.py:12: wrong"),
        ("https://example.org/home/jane/x", "https://example.org/home/jane/x"),
        ("tcp://127.0.0.1:8786/a/b", "tcp://127.0.0.1:8786/a/b"),
        ("a / b, ~5/6/7, </b> and ../x/y", "a / b, ~5/6/7, </b> and ../x/y"),
    ],
)
def test_folders_are_nobodys_business(text, shown):
    assert without_folders(text) == shown


@pytest.mark.parametrize(
    ("home", "text", "shown"),
    [
        ("/data/people/jd", "/data/people/jd", "~"),
        ("/data/people/jd", "file:///data/people/jd", "~"),
        ("/data/people/jd", "see /data/people/jd/work/x.npz", "see …/x.npz"),
        ("/home/jane doe", "see /home/jane doe", "see ~"),
        ("/root", "/root, data/root and /rooted", "~, data/root and /rooted"),
        ("/", "/ and 1/2 and /x", "/ and 1/2 and /x"),
        ("", "/ and 1/2 and /x", "/ and 1/2 and /x"),
    ],
)
def test_the_home_of_whoever_runs_it_is_not_named_wherever_it_is(monkeypatch, home, text, shown):
    monkeypatch.setenv("HOME", home)
    assert without_folders(text) == shown


@pytest.mark.parametrize("part", ["\\", "=/", "/home/", "/home/a ", "file:", "file://", "~a", "\\n/", "://", ":/"])
def test_a_text_that_looks_like_paths_all_over_takes_no_time(part):
    without_folders(part * 50_000)  # minutes, if any part of it were looked at again and again
