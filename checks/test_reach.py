"""A mistake is kept from no test that could tell it from the reference."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kata.fresh import modules_of
from kata.reach import calls, changed, reached

APP = '''"""An app."""

from fastapi import FastAPI

app = FastAPI()
LIMIT = 3


class Store:
    """Keeps."""

    size: int = 0

    def add(self):
        self.size += 1


@app.get("/one")
def one(limit: int = LIMIT):
    """The first."""

    def inner():
        return 1

    return inner()


async def two():
    return 2
'''
LINE = {line.strip(): number for number, line in enumerate(APP.splitlines(), 1)}


def folder_of(place: Path, text: str, **others: str) -> Path:
    place.mkdir()
    for name, content in {"main": text, **others}.items():
        (place / f"{name}.py").write_text(content, encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("old", "new", "first"),
    [
        ("self.size += 1", "self.size += 2", "def add(self):"),
        ("        return 1", "        return 0", '@app.get("/one")'),
        ("    return inner()", "    return inner", '@app.get("/one")'),
        ("    return 2\n", "    return 2.0\n", "async def two():"),
    ],
)
def test_what_changes_inside_of_a_function_is_the_functions(tmp_path: Path, old: str, new: str, first: str) -> None:
    assert APP.count(old) == 1
    found = changed(folder_of(tmp_path / "a", APP), folder_of(tmp_path / "b", APP.replace(old, new)))

    assert found is not None
    assert [(file, lines.start) for file, lines in found] == [("main.py", LINE[first])]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"/one"', '"/uno"'),
        ("limit: int", "limit: float"),
        ("= LIMIT", "= 4"),
        ("LIMIT = 3", "LIMIT = 4"),
        ("size: int = 0", "size: int = 1"),
        ("FastAPI()", "FastAPI(title='x')"),
        ('"""The first."""', '"""The last."""'),
        ("async def two", "def two"),
        ("def add(self)", "def add(self, more=0)"),
        ("return 2\n", "return 2\n\n\ndef three():\n    return 3\n"),
        ("    return 2\n", "    return (\n"),
        ("from fastapi import FastAPI", "from fastapi import APIRouter as FastAPI"),
    ],
)
def test_what_changes_outside_may_reach_every_test(tmp_path: Path, old: str, new: str) -> None:
    assert APP.count(old) == 1

    assert changed(folder_of(tmp_path / "a", APP), folder_of(tmp_path / "b", APP.replace(old, new))) is None


def test_another_file_may_reach_every_test(tmp_path: Path) -> None:
    before, after = folder_of(tmp_path / "a", APP), folder_of(tmp_path / "b", APP, more="")
    (tmp_path / "a" / "data.json").write_text("{}", encoding="utf-8")
    assert changed(before, after) is None

    (tmp_path / "a" / "more.py").write_text("", encoding="utf-8")
    (tmp_path / "b" / "data.json").write_text("{}", encoding="utf-8")
    assert changed(before, after) == set()

    (tmp_path / "b" / "data.json").write_text("[]", encoding="utf-8")
    assert changed(before, after) is None


def test_calls_are_seen_in_every_thread(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", APP)
    with calls(folder) as called, modules_of(folder):
        import main  # type: ignore[import-not-found]

        imported = set(called)
        thread = threading.Thread(target=main.one)
        thread.start()
        thread.join()
    main.Store().add()

    assert imported >= {("main.py", 1)}
    assert ("main.py", LINE['@app.get("/one")']) in called
    assert ("main.py", LINE["def inner():"]) in called
    assert not {("main.py", LINE["def add(self):"]), ("main.py", LINE["async def two():"])} & called


def test_a_test_is_reached_if_it_called_what_differs() -> None:
    tests = {"a": {("main.py", 3)}, "b": {("main.py", 9)}, "c": {("other.py", 3)}, "d": set[tuple[str, int]]()}

    assert reached(tests, {("main.py", range(2, 6))}) == ["a"]
    assert reached(tests, {("main.py", range(2, 6)), ("other.py", range(3, 4))}) == ["a", "c"]
