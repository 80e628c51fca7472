"""A part of the screen that shows Rich renderables, and draws no more of them than has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Group, RenderableType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

Content = Callable[[int], Sequence[RenderableType]]
"""What to show in so many columns."""
STEP = 8
"""The height is a multiple of this, and changes seldom: then the whole screen is laid out anew."""


class Pane(ScrollView, can_focus=True):
    """Textual's own widgets lay the whole screen out whenever their content changes; a verdict waits for that."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._content: Content = lambda _: ()
        self._strips: list[Strip] = []
        self._rendered: dict[tuple[int, int], tuple[RenderableType, list[Strip]]] = {}

    @property
    def text(self) -> str:
        """What stands there, scrolled out of sight or not."""
        return "\n".join(strip.text.rstrip() for strip in self._strips)

    def show(self, content: Content, *, home: bool = False) -> None:
        """Show `content`, from its start or where the learner has scrolled to."""
        self._content = content
        self._lay_out()
        if home:
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width < 2:
            return  # not to be seen; as soon as it is, it has a new size
        console = self.app.console
        options = console.options.update(width=width, height=None)
        style = self.rich_style
        before, known = self._strips, self._rendered
        self._strips, self._rendered = [], {}
        for part in self._content(width):
            key = (id(part), width)
            if key not in known or known[key][0] is not part:
                rendered = console.render_lines(Group(part), options, pad=False)
                known[key] = (part, [Strip(line).adjust_cell_length(width, style) for line in rendered])
            self._rendered[key] = known[key]
            self._strips += known[key][1]
        lines = self._strips
        if width != self.virtual_size.width or not self._room(len(lines)):
            self.virtual_size = Size(width, -(-max(len(lines), 1) // STEP) * STEP)
        for number in range(max(len(before), len(self._strips))):
            if before[number : number + 1] != self._strips[number : number + 1]:
                self.refresh_line(number)

    def _room(self, lines: int) -> bool:
        """Whether so many lines fit into the height that was laid out, and do not leave much of it empty."""
        return lines <= self.virtual_size.height <= max(2 * lines, self.size.height)

    def render_line(self, y: int) -> Strip:
        number = y + int(self.scroll_offset.y)
        style = self.rich_style
        if number >= len(self._strips):
            return Strip.blank(self.scrollable_content_region.width, style)
        return self._strips[number].apply_style(style)
