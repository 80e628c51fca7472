"""Draw the recording of the README from a real run of `nox -s watch`: `python docs/recording.py` writes docs/watch.svg.

The run takes place in a copy of the project, in a terminal of its own: a key is pressed or a file is saved, and what is
on the screen then is a frame. A line that stands in several frames is in the picture once.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from pathlib import Path

from pyte.screens import Char

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kata.terminal import Terminal  # noqa: E402  # after the path is set

KEY = "section1_basics/ex01_request_parts/main.py"
MISTAKE = ("user_agent: Annotated[str | None, Header()]", "user_agent: str | None")
"""What makes the reference answer an almost right one: what to look for, and what to put there."""
COLUMNS, ROWS = 100, 30
WIDTH, HEIGHT, FONT = 8.4, 18, 14
"""Of a character, a line, and the letters, in pixels."""
MARGIN, BAR = 14, 40
SECONDS = {"running": 1.0, "": 3.5}
"""How long a frame stands."""
FOREGROUND, BACKGROUND = "#e0e0e0", "#121212"
FONTS = "ui-monospace,'Cascadia Mono','SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace"
NAMES = {"red": "#cd3131", "green": "#0dbc79", "brown": "#e5e510", "cyan": "#11a8cd", "black": "#000000"}

Style = tuple[str, str, bool, bool]
"""Foreground, background, bold, italic."""


@dataclass
class Recording:
    """The frames so far, each a caption and the numbers of its lines."""

    lines: dict[str, int] = field(default_factory=dict)
    frames: list[tuple[str, float, list[int]]] = field(default_factory=list)

    def take(self, terminal: Terminal, caption: str, kind: str = "") -> None:
        """The screen as it is now."""
        rows = [_line([terminal.screen.buffer[row][column] for column in range(COLUMNS)]) for row in range(ROWS)]
        self.frames.append((caption, SECONDS[kind], [self.lines.setdefault(row, len(self.lines)) for row in rows]))

    def svg(self) -> str:
        width, height = round(COLUMNS * WIDTH) + 2 * MARGIN, ROWS * HEIGHT + BAR + MARGIN
        lines = "\n".join(f'<g id="l{number}">{line}</g>' for line, number in self.lines.items() if line)
        whole = sum(seconds for _, seconds, _ in self.frames)
        shown, styles, began = [], [], 0.0
        for number, (caption, seconds, rows) in enumerate(self.frames):
            start, end = 100 * began / whole, 100 * (began + seconds) / whole
            began += seconds
            styles.append(
                f"#f{number}{{animation:a{number} {whole:g}s step-end infinite}}"
                f"@keyframes a{number}{{0%{{visibility:{'visible' if number == 0 else 'hidden'}}}"
                f"{start:.3f}%{{visibility:visible}}{end:.3f}%{{visibility:hidden}}}}"
            )
            empty = {self.lines.get("")}
            uses = "".join(
                f'<use href="#l{row}" y="{place * HEIGHT}"/>' for place, row in enumerate(rows) if row not in empty
            )
            title = f'<text class="c" x="{width / 2:g}" y="26">{escape(caption)}</text>'
            shown.append(f'<g id="f{number}">{title}<g transform="translate({MARGIN},{BAR})">{uses}</g></g>')
        still = len(self.frames) - 2  # the green one
        return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}">
<style>
text{{font:{FONT}px {FONTS};white-space:pre;fill:{FOREGROUND}}}
.c{{font:15px system-ui,sans-serif;text-anchor:middle;fill:#a0a0a0}}
.b{{font-weight:bold}}.i{{font-style:italic}}
g[id^=f]{{visibility:hidden}}
{chr(10).join(styles)}
@media (prefers-reduced-motion:reduce){{g[id^=f]{{animation:none!important}}#f{still}{{visibility:visible}}}}
</style>
<defs>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>
<circle cx="20" cy="20" r="6" fill="#ff5f57"/><circle cx="40" cy="20" r="6" fill="#febc2e"/>
<circle cx="60" cy="20" r="6" fill="#28c840"/>
{chr(10).join(shown)}
</svg>
"""


def _line(characters: list[Char]) -> str:
    """One line as rectangles and texts, one a style."""
    parts, column = [], 0
    for style, group in groupby(characters, _style):
        text = "".join(character.data for character in group)
        x, length = column * WIDTH, len(text) * WIDTH
        column += len(text)
        foreground, background, bold, italic = style
        if background != BACKGROUND:
            parts.append(f'<rect x="{x:g}" width="{length + 0.3:g}" height="{HEIGHT + 0.3:g}" fill="{background}"/>')
        if text.strip():
            before = len(text) - len(text.lstrip())
            x, text = x + before * WIDTH, text.strip()
            kinds = " ".join(name for name, wanted in (("b", bold), ("i", italic)) if wanted)
            given = f' class="{kinds}"' if kinds else ""
            given += f' style="fill:{foreground}"' if foreground != FOREGROUND else ""
            where = f'x="{x:g}" y="{FONT}" textLength="{len(text) * WIDTH:g}"'
            parts.append(f"<text {where}{given}>{escape(text, quote=False)}</text>")
    return "".join(parts)


def _style(character: Char) -> Style:
    foreground, background = _colour(character.fg, FOREGROUND), _colour(character.bg, BACKGROUND)
    if character.reverse:
        foreground, background = background, foreground
    return foreground, background, character.bold, character.italics


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    return NAMES.get(name, f"#{name}")


def record() -> Recording:
    """The first minutes of a learner."""
    recording = Recording()
    with tempfile.TemporaryDirectory(prefix="kata-") as scratch:
        project = Path(scratch) / "kata"
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(".git", ".nox", ".kata", "__pycache__", ".*cache"))
        main = project / "exercises" / KEY
        answer = (ROOT / "solutions" / KEY).read_text(encoding="utf-8")
        with Terminal(
            [sys.executable, "-m", "kata", "watch"],
            columns=COLUMNS,
            rows=ROWS,
            cwd=project,
            env={"COLORTERM": "truecolor", "KATA_EXERCISES": ""},
        ) as terminal:
            take = _taker(recording, terminal)
            terminal.until(_all_known, seconds=300)
            take("$ nox -s watch", lambda: None, "0 of 7 requirements hold")
            take("h: a hint", lambda: terminal.press("h"), "hint 1 of 3")
            take(
                "an answer is saved: almost", lambda: _save(main, answer.replace(*MISTAKE)), "6 of 7 requirements hold"
            )
            take("it is put right", lambda: _save(main, answer), "is green")
            take("n: on to the next", lambda: terminal.press("n"), "1.2 Response parts: 0 of ")
            terminal.press("q")
            terminal.ended()
    return recording


def _taker(recording: Recording, terminal: Terminal) -> Callable[[str, Callable[[], None], str], None]:
    def take(caption: str, act: Callable[[], None], words: str) -> None:
        act()
        seen = False
        while words not in terminal.text or "running …" in terminal.text or not _all_known(terminal.text):
            if not terminal.read(0.1) and "running …" in terminal.text and not seen:  # all of it has been written
                seen = True
                recording.take(terminal, caption, "running")
        while terminal.read(0.4):
            pass
        recording.take(terminal, caption)

    return take


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _all_known(text: str) -> bool:
    """Whether every exercise in the list has a state."""
    rows = [line[1] for line in text.splitlines() if line[3:7].strip().replace(".", "").isdigit()]
    return len(rows) > 20 and all(row in "✓✗" for row in rows)


def main() -> None:
    target = ROOT / "docs" / "watch.svg"
    target.write_text(record().svg(), encoding="utf-8", newline="\n")
    print(f"wrote {target.relative_to(ROOT)}, {target.stat().st_size // 1000} KB")


if __name__ == "__main__":
    main()
