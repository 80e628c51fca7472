"""What a report says of two values that should be equal and are not."""

from __future__ import annotations

import ast
from typing import Any, cast

import pytest

from kata.comparison import Compared, comparison, differences


@pytest.mark.parametrize(
    ("got", "expected", "told"),
    [
        ([1, 2], [1, 3], ["item 1 is 2, not 3"]),
        ([1, 2], [1, 2, 3], ["2 items, not 3"]),
        (["a", "b"], [], []),
        ([], ["a", "b"], []),
        (["a"], ["b"], []),
    ],
    ids=["another-item", "too-few", "nothing-expected", "nothing-got", "one-each"],
)
def test_lists_differ_where_an_eye_could_miss_it(got: list[Any], expected: list[Any], told: list[str]) -> None:
    assert differences(got, expected) == told


def test_dicts_differ_by_their_fields() -> None:
    told = differences({"id": 1, "extra": 0, "name": "Ada"}, {"id": 2, "name": "Ada", "role": "admin"})

    assert told == ["no 'role'", "'extra' is not asked for", "'id' is 1, not 2"]


def test_long_texts_differ_from_a_character_on() -> None:
    assert differences("all that is here is equal", "all that is here is alike") == [
        "they part at character 21: 'equal' instead of 'alike'"
    ]
    assert differences("short", "shirt") == []


def test_a_class_is_told_by_its_name() -> None:
    test = cast(ast.Compare, ast.parse("type(detail) is str", mode="eval").body)

    assert comparison(test, Compared("is", dict, str)) == ("type(detail) is str", "dict", [])
