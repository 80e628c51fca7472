"""Imports tell the truth: always the source that is there now, always the folder's own modules."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import pytest

from kata.fresh import modules_of


def value_in(folder: Path, module: str = "main") -> object:
    with modules_of(folder):
        return importlib.import_module(module).VALUE


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_edits_of_equal_length_within_a_second_are_seen(tmp_path: Path) -> None:
    main = tmp_path / "main.py"
    for number in range(10, 30):
        write(main, f"VALUE = {number}\n")
        assert value_in(tmp_path) == number


def test_an_edit_that_keeps_size_and_whole_second_is_seen(tmp_path: Path) -> None:
    main = tmp_path / "main.py"
    for number in range(2):
        write(main, f"VALUE = {number}\n")
        os.utime(main, ns=(10**18 + number, 10**18 + number))
        assert value_in(tmp_path) == number


def test_no_bytecode_is_written_or_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    write(tmp_path / "main.py", "VALUE = 1\n")

    assert value_in(tmp_path) == 1
    assert not (tmp_path / "__pycache__").exists()


def test_two_folders_with_the_same_names_do_not_meet(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name / "main.py", "from store import VALUE\n")
        write(tmp_path / name / "store.py", f"VALUE = {name!r}\n")

    assert [value_in(tmp_path / name) for name in ("a", "b", "a")] == ["a", "b", "a"]
    assert "store" not in sys.modules


def test_state_does_not_outlive_the_block(tmp_path: Path) -> None:
    write(tmp_path / "main.py", "VALUE = []\n")
    with modules_of(tmp_path):
        importlib.import_module("main").VALUE.append(1)

    assert value_in(tmp_path) == []


def test_packages_and_namespace_packages_are_the_folders_own(tmp_path: Path) -> None:
    write(tmp_path / "main.py", "from json.codec import ONE\nfrom parts.two import TWO\nVALUE = ONE + TWO\n")
    write(tmp_path / "json" / "__init__.py", "")
    write(tmp_path / "json" / "codec.py", "ONE = 1\n")
    write(tmp_path / "parts" / "two.py", "TWO = 2\n")
    import json

    assert value_in(tmp_path) == 3
    assert sys.modules["json"] is json


def test_a_missing_main_does_not_fall_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "elsewhere" / "main.py", "VALUE = 'wrong'\n")
    (tmp_path / "empty").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path / "elsewhere"))

    with pytest.raises(ModuleNotFoundError):
        value_in(tmp_path / "empty")
