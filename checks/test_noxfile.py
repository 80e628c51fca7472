"""The noxfile: sessions from the catalogue, exit codes that mean something, and the first line on a bare machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from checks.conftest import Command
from checks.support import project_copy


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_copy(tmp_path / "kata")


def test_sections_are_sessions_with_their_titles_as_help(project: Path, python: Command) -> None:
    section = project / "exercises" / "section9_more"
    section.mkdir()
    (section / "README.md").write_text("# Section 9 · More of it\n", encoding="utf-8")

    listed = python("-m", "nox", "--list", cwd=project).stdout

    assert "- section1 -> API basics: request, response, status codes" in listed
    assert "- section9 -> More of it" in listed
    assert "\n* " not in listed, "plain `nox` runs nothing"


@pytest.mark.parametrize("name", ["section33", "compar"])
def test_an_unknown_session_is_told_with_the_nearest(project: Path, python: Command, name: str) -> None:
    done = python("noxfile.py", "-s", name, cwd=project)

    assert done.returncode == 2
    assert done.stderr == (
        f"There is no session {name!r}. The nearest is {'section3' if name != 'compar' else 'compare'}; "
        "`nox -l` lists them all.\n"
    )


def test_a_missing_folder_of_exercises_is_told(project: Path, python: Command) -> None:
    (project / "exercises").rename(project / "elsewhere")

    done = python("noxfile.py", "-s", "section1", cwd=project)

    assert done.returncode == 2
    assert "There is no folder exercises." in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_network_a_bare_machine_says_what_is_missing(project: Path, tmp_path: Path) -> None:
    """A Python without nox, whose installers reach nobody."""
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    python = next(path for path in (bare / "bin" / "python", bare / "Scripts" / "python.exe") if path.exists())
    env = {"PATH": str(python.parent), "PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path / "cache")}

    done = subprocess.run(
        [python, "noxfile.py", "-s", "section1"],
        cwd=project,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 2
    assert "nox could not be installed. Is there a network?" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_network_a_session_says_what_is_missing(project: Path, python: Command, tmp_path: Path) -> None:
    env = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path / "cache")}

    done = python("noxfile.py", "-s", "section1", cwd=project, env=env)

    assert done.returncode == 2
    assert "section1 needs these packages, and they could not be fetched: " in done.stderr
    assert "Is there a network?" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(project.glob(".nox/section1/kata-stamp"))
