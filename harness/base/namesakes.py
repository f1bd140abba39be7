"""Tells functions of one module apart that have the same qualified name: lambdas, or one `def` per branch."""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Iterator
from types import FunctionType

Node = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def own_syntax(function: FunctionType, module: ast.Module) -> str | None:
    """Return a function's own code, without docstrings, if others of its module have its name; None if none has."""
    namesakes = _by_name(module).get(function.__qualname__, [])
    if len(namesakes) < 2:
        return None
    here = [node for node in namesakes if first_line(node) == function.__code__.co_firstlineno]
    if len(here) > 1:  # in one line, where only lambdas can be
        here = [node for node in here if _holds(node, function)]
    return ast.dump(without_docstrings(copy.deepcopy(here[0]))) if here else None


@functools.cache
def _by_name(module: ast.Module) -> dict[str, list[Node]]:
    """Return the functions of a module by their qualified names; it is read once and asked of each of them."""
    named: dict[str, list[Node]] = {}
    for name, node in _functions(module, ""):
        named.setdefault(name, []).append(node)
    return named


def without_docstrings(tree: ast.AST) -> ast.AST:
    """Return a syntax tree after taking the docstrings out of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and _docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def _docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    first = node.body[0] if node.body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)


def _functions(node: ast.AST, scope: str) -> Iterator[tuple[str, Node]]:
    """Yield every function in a syntax tree, with its qualified name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{scope}{child.name}.")
        elif isinstance(child, Node):
            name = scope + ("<lambda>" if isinstance(child, ast.Lambda) else child.name)
            yield name, child
            body = child.body if isinstance(child.body, list) else [child.body]
            inside = ast.Module([one if isinstance(one, ast.stmt) else ast.Expr(one) for one in body], [])
            yield from _functions(inside, f"{name}.<locals>.")
            # Decorators and default values are outside of it.
            outside = [*getattr(child, "decorator_list", []), child.args]
            for one in outside:
                yield from _functions(ast.Expr(one) if isinstance(one, ast.expr) else one, scope)
        else:
            yield from _functions(child, scope)


def first_line(node: Node) -> int:
    """Return the line in which a function begins, as its code object says: with its first decorator."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _holds(node: Node, function: FunctionType) -> bool:
    """Return whether a function's instructions are those of a node."""
    places = [(line, column) for line, _, column, end in function.__code__.co_positions() if line and column and end]
    end = node.end_lineno or node.lineno, node.end_col_offset or 0
    return bool(places) and all((node.lineno, node.col_offset) <= place <= end for place in places)
