"""Make the files of a new exercise: every heading in place, red by design. `nox -s check` says what is left to do."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from string import Template

from kata.catalogue import HOME, Catalogue, Section, shown
from kata.errors import KataError
from kata.state import write_atomically

_TEMPLATES = Path(__file__).parent.parent / "templates"
_SLUG = re.compile(r"[a-z][a-z0-9_]*")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("section", metavar="SECTION", help="its number, such as 3")
    parser.add_argument("slug", metavar="NAME", help="the exercise's name in small letters, such as token_refresh")
    parser.add_argument("--title", help="its title (default: the name, in words)")
    parser.add_argument(
        "--section-name", metavar="NAME", help="make the section as well, such as basics: for a set of your own"
    )


def run(options: argparse.Namespace) -> int:
    for name in filter(None, (options.slug, options.section_name)):
        if not _SLUG.fullmatch(name):
            remedy = "Take small letters, digits and _, such as token_refresh."
            raise KataError(f"{name!r} is no name for a folder.", remedy)
    section = _section(options.section, options.section_name)
    number = 1 + max((int(exercise.number.partition(".")[2]) for exercise in section.exercises), default=0)
    taken = next((each for each in section.exercises if each.folder.name.partition("_")[2] == options.slug), None)
    if taken:
        raise KataError(f"{shown(taken.folder)} is there already.", "Take another name.")
    key = f"{section.folder.name}/ex{number:02}_{options.slug}"
    title = options.title or options.slug.replace("_", " ").capitalize()
    values = {"number": f"{section.number}.{number}", "title": title}
    made = [
        _write(HOME / "exercises" / key / "README.md", "README.md", values),
        _write(HOME / "exercises" / key / "main.py", "main.py", values),
        _write(HOME / "exercises" / key / "test_main.py", "test_main.py", values),
        _write(HOME / "solutions" / key / "main.py", "solution.py", values),
        _write(HOME / "checks" / "rejected" / f"{key}.toml", "rejected.toml", values),
    ]
    for path in made:
        print(shown(path))
    print(f"Two right answers that are written differently go to checks/accepted/{key}/.")
    print(f"What is left to do: nox -s check -- {values['number']}")
    return 0


def _section(number: str, name: str | None) -> Section:
    """The section to add to; made first where `name` is given."""
    if name is None:
        return Catalogue().section(number)
    if not number.isdecimal():
        raise KataError(f"{number!r} is no number of a section.", "Take one, such as 8.")
    folder = HOME / "exercises" / f"section{int(number)}_{name}"
    if folder.parent.is_dir():
        taken = next((each for each in Catalogue().sections if each.number == int(number)), None)
        if taken:
            raise KataError(f"{shown(taken.folder)} is there already.", "Leave --section-name out.")
    _write(folder / "README.md", "section.md", {"section": number, "title": name.replace("_", " ").capitalize()})
    return Section(folder)


def _write(path: Path, template: str, values: dict[str, str]) -> Path:
    if path.exists():
        raise KataError(f"{shown(path)} is there already.", "Take another name, or move it away.")
    text = Template((_TEMPLATES / template).read_text(encoding="utf-8")).substitute(values)
    write_atomically(path, text.encode())
    return path
