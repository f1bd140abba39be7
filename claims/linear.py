"""What networks without activation can do: maps, and lines that part the corners of a square; for AC1 and AC2."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy.optimize import linprog

from claims.exact import Floats, dense_network

Labels = tuple[int, ...]

CORNERS = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]], dtype=np.float64)
OPPOSITES_ALIKE: Labels = (0, 1, 1, 0)
"""XOR's labels of the corners."""
SOLVED, INFEASIBLE = 0, 2
"""What SciPy says of a linear program."""


def multiplied_out(weights: list[Floats]) -> tuple[Floats, Floats]:
    """Return the matrix and the bias that Dense layers with these kernels and biases, at least one, amount to."""
    matrix, bias = weights[:2]
    for kernel, more in zip(weights[2::2], weights[3::2], strict=True):
        matrix, bias = matrix @ kernel, bias @ kernel + more
    return matrix, bias


def linear_misfit(x: Floats, y: Floats) -> float:
    """Return how far y stays from the nearest x @ matrix + bias, relative to the spread of y."""
    inputs = np.column_stack([x, np.ones(len(x))])
    solution = np.linalg.lstsq(inputs, y)[0]
    return float(np.abs(y - inputs @ solution).max() / np.ptp(y))


def lines_that_part() -> dict[Labels, Floats]:
    """Return a line for each way to label the corners for which there is one: label 1 on one side, 0 on the other.

    The line is (a, b, c): ax + by + c is at least 1 at the corners of label 1 and at most -1 at the others. Whatever
    line has the corners on these sides can be written so: if it goes through some, it is moved off them, away from
    the side that they count to, so little that it meets no other; then a, b and c are multiplied by enough. So a
    linear program decides for all lines. One with all corners on one side, with a = b = 0, is one of them.
    """
    lines = {}
    for labels in itertools.product((0, 1), repeat=len(CORNERS)):
        sides = np.where(labels, 1, -1)[:, np.newaxis] * np.column_stack([CORNERS, np.ones(len(CORNERS))])
        program = linprog(np.zeros(3), A_ub=-sides, b_ub=-np.ones(len(CORNERS)), bounds=(None, None))
        assert program.status in (SOLVED, INFEASIBLE), program.message
        if program.status == SOLVED:
            lines[labels] = program.x
    return lines


def network_of_line(keras: Any, *units: int, line: Floats) -> Any:
    """Return a linear softmax classifier whose two classes are the sides of a line; its hidden layers are random."""
    model = dense_network(keras, *units, output="softmax")
    *below, _, _ = model.get_weights()
    matrix, offset = multiplied_out([np.eye(2), np.zeros(2), *below])
    kernel = np.linalg.pinv(matrix) @ np.column_stack([np.zeros(2), line[:2]])
    model.set_weights([*below, kernel, np.array([0, line[2]]) - offset @ kernel])
    return model


def labels_of(model: Any) -> Labels:
    """Return the class that a network gives to each corner: that of the larger output, of equal ones the first."""
    return tuple(model(CORNERS).numpy().argmax(axis=1).tolist())


def right(labels: Labels) -> int:
    """Return how many corners are labelled as XOR has it."""
    return sum(label == true for label, true in zip(labels, OPPOSITES_ALIKE, strict=True))


def right_with(model: Any, numbers: ArrayLike) -> int:
    """Return how many corners a network gets right with these numbers as its weights and biases, in their order."""
    shapes = [weights.shape for weights in model.get_weights()]
    ends = np.cumsum([np.prod(shape, dtype=int) for shape in shapes])
    parts = np.split(np.asarray(numbers, dtype=np.float64), ends[:-1])
    model.set_weights([part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)])
    return right(labels_of(model))


def sizes(units: tuple[int, ...]) -> str:
    """Return the parametrize id of a stack of layers, such as 3-5-2."""
    return "-".join(map(str, units))


depths = pytest.mark.parametrize("units", [(2, 2), (2, 5, 2), (2, 7, 4, 2)], ids=sizes)
