"""The one kind of error that is shown to a person instead of a traceback."""

USAGE = 2
"""Exit code of a command that could not be carried out as it was asked."""


class KataError(Exception):
    """Something that the person at the keyboard can put right.

    `message` says in one line what is wrong and where; `remedy` says what to do about it.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"
