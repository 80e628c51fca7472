"""Import an answer and say in words why that was not possible."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from kata.catalogue import Exercise


@dataclass(frozen=True)
class Place:
    """A line of a file, and the source that stands there."""

    path: Path
    line: int
    source: str = ""


class AnswerError(Exception):
    """The answer cannot be run at all.

    `summary` goes behind its name in the list of exercises, `detail` and `advice` below the place.
    """

    def __init__(self, summary: str, detail: str = "", place: Place | None = None, advice: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.detail = detail
        self.place = place
        self.advice = advice


def places(tb: TracebackType | None, folder: Path) -> list[Place]:
    """The frames of a traceback that lie in `folder`, outermost first."""
    frames = traceback.extract_tb(tb)
    return [Place(Path(f.filename), f.lineno or 1, f.line or "") for f in frames if _inside(f.filename, folder)]


def _inside(filename: str, folder: Path) -> bool:
    return Path(filename).is_relative_to(folder) and not Path(filename).name.startswith("test_")


def chain(error: BaseException) -> Iterable[BaseException]:
    """An exception, then what it came from, each once; the members of a group in its place."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            waiting.extend(current.exceptions)
        waiting.extend(link for link in (current.__cause__, current.__context__) if link is not None)


def place_of(error: BaseException, folder: Path) -> Place | None:
    """The innermost line of the answer that `error`, or an exception behind it, came through."""
    return next((found[-1] for link in chain(error) if (found := places(link.__traceback__, folder))), None)


def load_app(folder: Path) -> Any:
    """The `app` of the answer's main.py, imported now; `AnswerError` says what stands in the way."""
    app = getattr(load_module(folder, "main"), "app", None)
    if app is None:
        raise AnswerError(
            "main.py has no `app`", advice="The tests look for `app = FastAPI()` at the top level of main.py."
        )
    if not callable(app):
        kind = type(app).__name__
        raise AnswerError(
            f"`app` in main.py is no application but {_a(kind)}", advice="It should be `app = FastAPI()`."
        )
    return app


def load_module(folder: Path, name: str) -> ModuleType:
    """The module `name` of the answer, imported now; `AnswerError` says what stands in the way."""
    path = folder / f"{name}.py"
    if not path.is_file():
        raise _missing(path)
    return _imported(path, folder)


def read_text(path: Path) -> str:
    """A file of the answer that is no Python; `AnswerError` where it is missing or no UTF-8."""
    if not path.is_file():
        raise _missing(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AnswerError(f"{path.name} is not UTF-8", str(error), advice="Save it with that encoding.") from None


def _missing(path: Path) -> AnswerError:
    exercise = Exercise.of(path)
    number = f" -- {exercise.number}" if exercise else ""
    return AnswerError(f"{path.name} is missing", advice=f"Bring the stub back: nox -s reset{number}")


def _imported(file: Path, folder: Path) -> ModuleType:
    try:
        return importlib.import_module(file.stem)
    except SyntaxError as error:
        path = Path(error.filename or file)
        if not path.is_relative_to(folder):
            raise _broken_import(error, file) from error
        line = (error.text or "").rstrip("\n")
        marker = f"{line}\n{' ' * ((error.offset or 1) - 1)}^"
        place = Place(path, error.lineno or 1, marker if line else "")
        raise AnswerError(f"{path.name} does not parse", f"{type(error).__name__}: {error.msg}", place) from error
    except (Exception, SystemExit) as error:
        raise _broken_import(error, file) from error


def _broken_import(error: BaseException, file: Path) -> AnswerError:
    folder = file.parent
    place = place_of(error, folder)
    words = "ends the program when it is imported" if isinstance(error, SystemExit) else "cannot be imported"
    name = place.path.relative_to(folder).as_posix() if place else file.name
    return AnswerError(f"{name} {words}", summary_of(error), place)


def summary_of(error: BaseException) -> str:
    """`KeyError: 'name'`: the last line of a traceback, on one line."""
    text = "".join(traceback.format_exception_only(error)).strip()
    return " ".join(text.split())


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0].lower() in "aeiou" else f"a {noun}"
