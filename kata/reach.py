"""Which tests a mistake can reach, so that the others need not be run against it.

A mistake that only changes what stands inside of some functions shows when one of them is called, and not before: a
test that calls none of them on the reference answer sees the same program. A change of anything else (a signature, a
decorator, a class, an import, a docstring, which FastAPI shows) may reach every test.
"""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

Called = set[tuple[str, int]]
"""Functions by their file, relative to the answer's folder, and their first line."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@contextmanager
def calls(folder: Path) -> Iterator[Called]:
    """Within the block, note every function of a file in `folder` that is called, in whichever thread."""
    called: Called = set()
    inside = f"{folder}/" if "/" in str(folder) else f"{folder}\\"

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(inside):
            name = Path(frame.f_code.co_filename).relative_to(folder).as_posix()
            called.add((name, frame.f_code.co_firstlineno))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def changed(before: Path, after: Path) -> set[tuple[str, range]] | None:
    """The functions whose inside differs between two answers, by their file and lines in `before`.

    None where anything else differs: another file, another signature, another line at the top level.
    """
    old, new = (_files(folder) for folder in (before, after))
    if old.keys() != new.keys():
        return None
    found: set[tuple[str, range]] = set()
    for name in old:
        if old[name] == new[name]:
            continue
        if not name.endswith(".py"):
            return None
        theirs, ours = _parsed(old[name]), _parsed(new[name])
        if theirs is None or ours is None:
            return None
        functions, others = list(_outermost(theirs)), list(_outermost(ours))
        pairs = zip(functions, others, strict=False)
        found |= {(name, _lines(was)) for was, now in pairs if ast.dump(was) != ast.dump(now)}
        if _shell(theirs, functions) != _shell(ours, others):
            return None
    return found


def reached(tests: dict[str, Called], functions: set[tuple[str, range]]) -> list[str]:
    """Of `tests`, with what each has called, those that called one of `functions`."""
    return [
        test
        for test, called in tests.items()
        if any(name == file and line in lines for name, line in called for file, lines in functions)
    ]


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _parsed(source: bytes) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _outermost(node: ast.AST) -> Iterator[_Function]:
    """The functions that stand in no other one, in the order of the file."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Function):
            yield child
        else:
            yield from _outermost(child)


def _lines(function: _Function) -> range:
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    return range(first, (function.end_lineno or first) + 1)


def _shell(tree: ast.Module, functions: list[_Function]) -> str:
    """The tree with nothing but the docstring inside of its outermost functions."""
    for function in functions:
        function.body = [ast.Expr(ast.Constant(ast.get_docstring(function)))]
    return ast.dump(tree)
