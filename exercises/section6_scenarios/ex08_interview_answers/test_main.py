"""The red tests of 6.8. Each one names the requirement of README.md that it looks at.

They judge coverage, not style: `listening.py` counts words and looks for ideas, in many wordings.
"""

import re
from pathlib import Path

import pytest

README = Path(__file__).with_name("README.md")
QUESTIONS = ["project", "security", "put or patch", "testing", "jwt", "status codes", "pagination", "story"]

each_answer = pytest.mark.parametrize(
    "number", [pytest.param(n, id=name, marks=pytest.mark.task(n)) for n, name in enumerate(QUESTIONS, start=1)]
)


@pytest.fixture
def heard(answer):
    """What `answers.md` says below each of its numbers."""
    return answer.module("listening").heard(answer.text("answers.md"))


@each_answer
def test_it_has_the_right_length(heard, number):
    """Too short leaves the interviewer nothing to ask; what is too long is not heard to its end."""
    least, most = (80, 150) if number in (1, 8) else (25, 80)

    assert heard[number].words >= least, f"Is it below a heading that begins with {number}?"
    assert heard[number].words <= most


@each_answer
def test_it_names_the_ideas(heard, number):
    """An interviewer has a list in mind, and ticks off what you name, in whatever words."""
    unnamed = heard[number].unnamed

    assert unnamed == [], f"It never says *{unnamed[0]}*: name the thing itself once."
    assert heard[number].ideas_missing == 0, "So many more are listened for. `nox -s hint -- 6.8` names them."


@each_answer
def test_it_is_spoken_and_no_list_of_keywords(heard, number):
    """Keywords without a sentence around them say that you have heard of them."""
    least = 10 if number in (1, 8) else 5

    assert heard[number].small_words >= least, "Different small words, such as `the`, `when`, `because`."


@each_answer
def test_it_is_in_your_own_words(heard, number):
    """A text learned by heart breaks at the first question in between."""
    said, others = heard[number], [heard[n].text for n in heard if n != number]
    assert said.words >= 25

    assert said.words_shared_with(README.read_text(encoding="utf-8")) < 10, "So many in a row stand in README.md."
    assert max(said.words_shared_with(other) for other in others) < 10, "So many in a row stand in another answer."


@pytest.mark.task(8)
def test_the_story_has_its_four_parts(heard):
    """Without the result it is a complaint, without the task nobody knows what was yours to do."""
    told = [name for name, text in heard[8].parts.items() if len(text.split()) >= 8]

    assert told == ["Situation", "Task", "Action", "Result"], "Parts that are labelled, and eight words long or more."


@pytest.mark.task(8)
def test_the_action_is_your_own(heard):
    """They are hiring you: what the team did is not the question."""
    action = heard[8].parts.get("Action", "")

    assert re.search(r"\bI\b", action), "The part that is labelled Action says I."
