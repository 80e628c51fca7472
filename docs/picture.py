"""Draw the picture of the README from two real runs: `python docs/picture.py` writes docs/red-to-green.svg.

The runs take place in a copy of the project: first the stub of exercise 1.3, then its reference answer.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
NUMBER = "1.3"
KEY = "section1_basics/ex03_create_and_fetch/main.py"
WIDTH = 88


def run(project: Path) -> Text:
    """What `nox -s section1 -- 1.3` prints, with its colours."""
    done = subprocess.run(
        [sys.executable, "-m", "kata", "section", "section1", NUMBER],
        cwd=project,
        env={**os.environ, "COLUMNS": str(WIDTH), "FORCE_COLOR": "1", "TERM": "xterm-256color"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Text.from_ansi(done.stdout.strip("\n"))


def prompt(command: str) -> Text:
    return Text.assemble(("$ ", "bold green"), (command, "bold"))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kata-") as scratch:
        project = Path(scratch) / "kata"
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".git", ".nox", ".kata", "__pycache__", ".*cache"))
        console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
        console.print(prompt(f"nox -s section1 -- {NUMBER}"), run(project), "", sep="\n")
        shutil.copyfile(ROOT / "solutions" / KEY, project / "exercises" / KEY)
        console.print(prompt(f"nox -s section1 -- {NUMBER}"), run(project), sep="\n")
        target = ROOT / "docs" / "red-to-green.svg"
        picture = console.export_svg(title="from red to green")
        picture = re.sub(r"\s*@font-face \{.*?\}", "", picture, flags=re.DOTALL)  # the reader's own monospace will do
        target.write_text(picture, encoding="utf-8", newline="\n")
        print(f"wrote {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
