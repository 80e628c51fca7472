"""What the learner can ask the guide for: one table for the keys of the full screen, the plain lines and `?`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One thing to ask for; `method` is what does it in `Guide`, or in what shows the guide."""

    key: str
    name: str
    method: str
    help: str

    @property
    def letter(self) -> str:
        """The key as it is printed on the keyboard."""
        return "?" if self.key == "question_mark" else self.key


COMMANDS = (
    Command("question_mark", "keys", "help", "this table"),
    Command("r", "run", "run", "run the tests again; a save does it by itself"),
    Command("n", "next", "next_red", "go to the next exercise that is red"),
    Command("p", "previous", "previous", "go to the exercise before this one"),
    Command("l", "list", "list", "all exercises with their state; Enter goes to one"),
    Command("t", "task", "task", "the task again, with its requirements"),
    Command("h", "hint", "hint", "the next of three hints"),
    Command("e", "edit", "edit", "open your editor at the line to look at"),
    Command("c", "compare", "compare", "your answer beside ours, once it is green; before, asked for three times"),
    Command("x", "reset", "reset", "the stub again, asked for twice; your file is kept in a backup"),
    Command("s", "serve", "serve", "serve your answer, with /docs, and stop serving it"),
    Command("f", "card", "flashcard", "an interview question; again for the answer, then 1 to 4 for yours"),
    Command("q", "quit", "quit", "leave; what you wrote stays"),
)
ASKED = {"compare": 3, "reset": 2}
"""How often in a row these have to be asked for: while the answer is red, and always."""
