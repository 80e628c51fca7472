"""The red tests of 5.1. Each one names the requirement of README.md that it looks at.

`trials` runs your `shop_tests.py` by pytest, in a process of its own: on the shop as it is, and on broken copies of it.
"""

import pytest

pytestmark = [pytest.mark.process, pytest.mark.timeout(30)]

NO_TEST = "no test of yours passes on the shop as it is"


@pytest.mark.task(1)
def test_your_tests_pass_on_the_right_shop(trials):
    """A test that fails where nothing is wrong is soon ignored, and with it all the others."""
    assert trials.right.failed == []
    assert trials.right.passed != [], NO_TEST


@pytest.mark.task(2)
def test_each_of_your_tests_asserts_something(trials):
    """This shop answers 503 to everything: a test that passes here looks at nothing."""
    assert trials.right.passed != [], NO_TEST

    assert trials.against("closed").passed == []


@pytest.mark.task(3)
def test_your_tests_pass_in_the_opposite_order(trials):
    """What one test has bought must not be missing in the next one's shop."""
    assert trials.right.passed != [], NO_TEST

    assert trials.backwards.failed == []


@pytest.mark.task(3)
def test_each_of_your_tests_passes_alone(trials):
    """Whoever mends one thing runs one test, again and again."""
    assert trials.right.passed != [], NO_TEST

    assert trials.alone.failed == []


@pytest.mark.task(4)
def test_the_limit_of_free_shipping_is_covered(trials):
    """`>` for `>=` shows at one number only: the limit itself."""
    assert trials.right.passed != [], NO_TEST

    assert trials.not_covered("shipping") == []


@pytest.mark.task(5)
def test_an_unknown_product_is_covered(trials):
    """The happy path never asks for what is not there."""
    assert trials.right.passed != [], NO_TEST

    assert trials.not_covered("unknown") == []


@pytest.mark.task(6)
def test_the_key_is_covered(trials):
    """When a route has lost its guard, nothing else looks different."""
    assert trials.right.passed != [], NO_TEST

    assert trials.not_covered("key") == []


@pytest.mark.task(7)
def test_a_quantity_below_one_is_covered(trials):
    """An order of -3 lamps fills the stock up."""
    assert trials.right.passed != [], NO_TEST

    assert trials.not_covered("quantity") == []


@pytest.mark.task(8)
def test_the_price_of_several_pieces_is_covered(trials):
    """With a quantity of 1 a forgotten factor does not show."""
    assert trials.right.passed != [], NO_TEST

    assert trials.not_covered("total") == []


@pytest.mark.task(9)
def test_the_stock_after_an_order_is_covered(trials):
    """The answer can be right and the database wrong: look there, too."""
    assert trials.right.passed != [], NO_TEST

    assert trials.not_covered("stock") == []


@pytest.mark.task(10)
def test_an_order_beyond_the_stock_is_covered(trials):
    """What is sold twice has to be explained to one of two customers."""
    assert trials.right.passed != [], NO_TEST

    assert trials.not_covered("too-much") == []


@pytest.mark.task(11)
def test_the_stock_after_a_refusal_is_covered(trials):
    """A refusal has two halves: the status, and that nothing has changed."""
    assert trials.right.passed != [], NO_TEST

    assert trials.not_covered("rollback") == []
