"""What cards say of each kind of question is the committed snapshot."""

from harness.declare.questions import __all__ as names
from tests.report.wording import card_sentences


def test_cards_say_what_the_snapshot_says():
    said = "\n".join(card_sentences.lines()) + "\n"
    assert said == card_sentences.FILE.read_text(encoding="utf-8"), (
        "if the new words are meant: python -m tests.report.wording.card_sentences"
    )


def test_every_kind_of_question_is_in_it():
    asked = {type(question).__name__ for question, _ in card_sentences.ASKED.values()}
    assert asked == {name for name in names if name not in ("TIE", "Question")}
