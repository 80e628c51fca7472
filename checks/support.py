"""Copies of the project and of its sample exercises, on which the machinery is tried."""

from __future__ import annotations

import shutil
from pathlib import Path

from kata.catalogue import ROOT

SAMPLES = ROOT / "checks" / "samples" / "section9_samples"


def project_copy(target: Path) -> Path:
    """A copy of the whole project as it is now, without what was installed or built; returns its folder."""
    ignore = shutil.ignore_patterns(".git", ".nox", ".kata", ".venv", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, target, ignore=ignore)
    return target


def copy_samples(target: Path) -> Path:
    """A copy of the sample section in `target`, for answers to be changed in; returns its folder."""
    section = target / SAMPLES.name
    shutil.copytree(SAMPLES, section, ignore=shutil.ignore_patterns("__pycache__"))
    return section
