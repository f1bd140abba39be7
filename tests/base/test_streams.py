"""Random streams by name: the same ones for ever, and independent of each other."""

import itertools

import numpy as np

from harness.base.streams import named_stream


def drawn(seed, name, *path):
    return np.random.default_rng(named_stream(seed, name, *path)).integers(0, 2**62, 4).tobytes()


def test_a_stream_is_its_seeds_and_its_names():
    assert drawn(1, "data") == drawn(1, "data")
    streams = [drawn(seed, name) for seed, name in itertools.product((0, 1, 2), ("data", "estimator", "a", "b", ""))]
    assert len(set(streams)) == len(streams)


def test_a_stream_of_the_same_name_elsewhere_is_another_one():
    assert len({drawn(1, "a"), drawn(1, "a", 4), drawn(1, "a", 3), drawn(1, "a", 4, 4)}) == 4


def test_a_streams_numbers_are_those_that_were_drawn_from_it_first():
    """Whoever changes them changes every seed's data: the trainer's version must change with it."""
    assert named_stream(0, "data").generate_state(2).tolist() == [1313754404, 238051945]
    assert named_stream(11, "ablation", 4).generate_state(2).tolist() == [4031460962, 1930105750]
