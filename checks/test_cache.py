"""Results that are known already: never those of other files, tests, packages, or of another Python."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from checks.conftest import Command
from checks.support import SAMPLES
from kata import cache
from kata.cache import Cache, content_of
from kata.catalogue import ROOT, Exercise
from kata.newman import place
from kata.result import Result
from kata.runner.client import Runner
from kata.verdict import Outcome


@pytest.fixture
def known(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "results")


@pytest.fixture(scope="module")
def verdicts() -> Result:
    """What comes of the stub of the first sample."""
    with Runner(workers=1) as runner:
        job = runner.job(Exercise(SAMPLES / "ex01_doors"))
        return next(result for _, result, event in runner.run([job]) if event["event"] == "ended")


@pytest.fixture
def red(verdicts: Result, doors: Exercise, known: Cache) -> Result:
    """The same of a copy in a folder of this test, and kept."""
    result = replace(verdicts, exercise=doors)
    known.put(result, content_of(doors))
    assert known.get(doors) == result
    return result


@pytest.fixture(autouse=True)
def surroundings() -> Iterator[None]:
    """They are looked at once in a process; here, in each test."""
    cache._surroundings.cache_clear()
    yield
    cache._surroundings.cache_clear()


# Never stale


def _same_length_and_time(folder: Path) -> None:
    main = folder / "main.py"
    facts, text = main.stat(), main.read_text(encoding="utf-8")
    main.write_text(text.replace("501", "502"), encoding="utf-8")
    os.utime(main, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert (main.stat().st_size, main.stat().st_mtime_ns) == (facts.st_size, facts.st_mtime_ns)


def _line_more(name: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n# more\n")

    return write


def _gone(folder: Path) -> None:
    (folder / "main.py").unlink()


def _renamed(folder: Path) -> None:
    (folder / "main.py").rename(folder / "app.py")


@pytest.mark.parametrize(
    "change",
    [
        _same_length_and_time,
        _gone,
        _renamed,
        *[_line_more(name) for name in ("main.py", "test_main.py", "README.md", "given.py", ".env", "data.json")],
    ],
)
def test_another_file_is_another_result(
    change: Callable[[Path], None], red: Result, doors: Exercise, known: Cache
) -> None:
    change(doors.folder)

    assert known.get(doors) is None


@pytest.mark.parametrize("name", ["main.py~", ".main.py.swp", "__pycache__/main.pyc", ".main.py-1-1.part"])
def test_what_editors_and_python_leave_changes_nothing(name: str, red: Result, doors: Exercise, known: Cache) -> None:
    (doors.folder / name).parent.mkdir(exist_ok=True)
    (doors.folder / name).write_text("left", encoding="utf-8")
    (doors.folder / "main.py").touch()

    assert known.get(doors) == red


def test_another_python_is_another_result(
    red: Result, doors: Exercise, known: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache._surroundings.cache_clear()
    monkeypatch.setattr(sys, "version", "3.99.0")

    assert known.get(doors) is None


def test_another_package_is_another_result(
    red: Result, doors: Exercise, known: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache._surroundings.cache_clear()
    (tmp_path / "site-packages" / "fastapi-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site-packages")

    assert known.get(doors) is None


@pytest.mark.parametrize("name", ["kata/plugin.py", "kata/newman/play.cjs", "pyproject.toml"])
def test_another_machinery_is_another_result(
    name: str, verdicts: Result, doors: Exercise, known: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "kata", project / "kata", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", project / "pyproject.toml")
    monkeypatch.setattr(cache, "ROOT", project)
    known.put(replace(verdicts, exercise=doors), content_of(doors))
    assert known.get(doors)

    _line_more(name)(project)

    before = content_of(doors)  # of the machinery that this process has loaded
    (known._path(doors)).unlink()
    known.put(replace(verdicts, exercise=doors), before)
    assert known.get(doors) is None, "nothing is kept once the machinery on the disk is another"
    cache._surroundings.cache_clear()
    assert content_of(doors).digest != before.digest


def test_newman_that_is_installed_later_is_another_result(
    red: Result, doors: Exercise, known: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    (doors.folder / place.COLLECTION).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(place, "find", lambda: None)
    known.put(red, content_of(doors))
    assert known.get(doors)

    monkeypatch.setattr(place, "find", lambda: place.Installed(Path("newman"), "node"))

    assert known.get(doors) is None


def test_what_was_written_meanwhile_is_not_kept_though_it_is_there_again(
    verdicts: Result, doors: Exercise, known: Cache
) -> None:
    """The run may have seen what came between."""
    main = doors.folder / "main.py"
    of, text = content_of(doors), main.read_bytes()
    main.write_bytes(b"app = None\n")
    main.write_bytes(text)
    assert content_of(doors).digest == of.digest

    known.put(replace(verdicts, exercise=doors), of)

    assert known.get(doors) is None


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.ENDED, Outcome.NOT_RUN])
def test_what_another_run_might_not_give_is_not_kept(
    outcome: Outcome, verdicts: Result, doors: Exercise, known: Cache
) -> None:
    first, *others = verdicts.verdicts.values()
    for uncertain in (
        replace(verdicts, verdicts={v.test: v for v in [replace(first, outcome=outcome), *others]}),
        replace(verdicts, notes=["a thread was left running."]),
        replace(verdicts, trouble="no room"),
        replace(verdicts, verdicts={first.test: first}),
    ):
        known.put(replace(uncertain, exercise=doors), content_of(doors))

        assert known.get(doors) is None


@pytest.mark.parametrize("text", ["", "{half a", "[]", "{}", '{"of": 1}', "null", '{"of": "OF", "tests": 3}'])
def test_a_file_that_is_not_ours_is_no_result(text: str, red: Result, doors: Exercise, known: Cache) -> None:
    known._path(doors).write_text(text.replace("OF", content_of(doors).digest), encoding="utf-8")

    assert known.get(doors) is None


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(verdicts: Result, doors: Exercise, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    Cache(tmp_path / "file").put(replace(verdicts, exercise=doors), content_of(doors))


# The command


WITHOUT_RUNNER = "import sys; from kata.commands import progress; progress.Runner = None; "
MAIN = "from kata.__main__ import main; sys.exit(main(['progress', *sys.argv[1:]]))"


def test_progress_runs_only_what_is_not_known(python: Command, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES, tmp_path / "exercises" / SAMPLES.name, ignore=shutil.ignore_patterns("__pycache__"))
    env = {"KATA_EXERCISES": str(tmp_path)}

    first = python("-m", "kata", "progress", env=env)
    again = python("-c", WITHOUT_RUNNER + MAIN, env=env)
    fresh = python("-c", WITHOUT_RUNNER + MAIN, "--fresh", env=env)
    longer = python("-c", WITHOUT_RUNNER + MAIN, "--limit", "6", env=env)

    assert first.returncode == again.returncode == 0
    assert first.stdout == again.stdout
    assert "✗ 9.1  Doors  " in first.stdout
    assert all("NoneType" in done.stderr for done in (fresh, longer)), "they would have run the tests"
    (tmp_path / "exercises" / SAMPLES.name / "ex01_doors" / "main.py").write_text("app = None\n", encoding="utf-8")
    assert "main.py has no `app`" in python("-m", "kata", "progress", env=env).stdout


@pytest.mark.parametrize("heavy", ["pytest", "fastapi", "junitparser", "psutil", "textual"])
def test_progress_that_knows_all_imports_little(heavy: str, python: Command) -> None:
    done = python("-c", f"import sys, kata.commands.progress; sys.exit({heavy!r} in sys.modules)")

    assert done.returncode == 0, done.stderr
