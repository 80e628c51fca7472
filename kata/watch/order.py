"""Which exercises there are, in the order in which they are worked."""

from __future__ import annotations

from kata.catalogue import Exercise, Section
from kata.errors import KataError
from kata.readme import facts_of


def in_order(sections: tuple[Section, ...]) -> tuple[Exercise, ...]:
    """Section by section, the core exercises of each before those that go further."""
    ordered = list[Exercise]()
    for section in sections:
        ordered += sorted(filter(there, section.exercises), key=_further)
    return tuple(ordered)


def there(exercise: Exercise) -> bool:
    """Whether there is more of it than what Python has left behind where a branch without it was checked out."""
    return exercise.test_file.is_file()


def _further(exercise: Exercise) -> bool:
    try:
        return not facts_of(exercise).core
    except KataError:
        return False
