"""The sample exercises, on which the machinery is tried."""

from __future__ import annotations

import shutil
from pathlib import Path

from kata.catalogue import ROOT

SAMPLES = ROOT / "checks" / "samples" / "section9_samples"


def copy_samples(target: Path) -> Path:
    """A copy of the sample section in `target`, for answers to be changed in; returns its folder."""
    section = target / SAMPLES.name
    shutil.copytree(SAMPLES, section, ignore=shutil.ignore_patterns("__pycache__"))
    return section
