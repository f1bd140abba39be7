"""The whole inventory when everything has been trained, and what the exact claims and the benchmarks take of it."""

import pytest

from benchmarks import commands


@pytest.mark.benchmark(group="warm run")
def test_the_whole_inventory(compare):
    sides = {
        "everything": commands.claims("claims/", cold=False),
        "the claims about seeds alone": commands.claims("claims/", "-m", "not exact", "--benchmark-skip", cold=False),
        "exact claims alone": commands.claims("claims/", "-m", "exact", cold=False),
    }
    compare(sides, rounds=3, per=dict.fromkeys(sides, 1.0), unit="s")
