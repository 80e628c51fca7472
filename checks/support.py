"""Copies of the project and of its sample exercises, on which the machinery is tried."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from kata.catalogue import ROOT

SAMPLES = ROOT / "checks" / "samples" / "section9_samples"

DOORS_ANSWERED = """from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    return {"door": 2}


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
"""
"""A right answer to the first sample exercise."""


def project_copy(target: Path) -> Path:
    """A copy of the whole project as it is now, without what was installed or built; returns its folder."""
    ignore = shutil.ignore_patterns(".git", ".nox", ".kata", ".venv", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, target, ignore=ignore)
    return target


def git(folder: Path, *arguments: str) -> str:
    """What git says to `arguments` in `folder`, asked by a user with a name."""
    settings = ("-c", "user.name=A learner", "-c", "user.email=learner@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout.strip()


def committed(folder: Path, message: str) -> str:
    """Commit all that is in `folder`, which becomes a repository if it is none; returns the commit's id."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", f"--message={message}")
    return git(folder, "rev-parse", "HEAD")


def copy_samples(target: Path) -> Path:
    """A copy of the sample section in `target`, for answers to be changed in; returns its folder."""
    section = target / SAMPLES.name
    shutil.copytree(SAMPLES, section, ignore=shutil.ignore_patterns("__pycache__"))
    return section
