"""A whole question as a user meets it, from an empty store: "does A beat B and C?" with 12 seeds, start-up included."""

import pytest

from benchmarks import commands


@pytest.mark.benchmark(group="a whole question")
def test_does_a_beat_b_and_c(compare):
    pytest.importorskip("ictonyx", reason="ictonyx is not installed; `make bench` does that")
    sides = {
        "this harness": commands.claims(commands.QUESTION, "-k", "ASKED", "--claims-max-seeds", "12", cold=True),
        "a loop over model.fit": commands.script("plain_loop"),
        "ictonyx compare_models": commands.script("with_ictonyx"),
    }
    compare(sides, rounds=3, per=dict.fromkeys(sides, 1.0), unit="s", warm=False)
