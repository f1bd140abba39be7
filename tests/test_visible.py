"""Text from elsewhere: shown as text, without what nobody sees and without anybody's folders."""

import pytest

from harness.visible import visible, without_folders


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
    ],
)
def test_folders_are_nobodys_business(text, shown):
    assert without_folders(text) == shown
