"""A second file of an answer."""


def add(a: int, b: int) -> int:
    return a + b
