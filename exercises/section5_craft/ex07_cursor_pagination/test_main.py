"""The red tests of 5.7. Each one names the requirement of README.md that it looks at."""

from datetime import UTC, datetime, timedelta

import pytest

NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)


def publish(client, seconds, topic="tests"):
    """Add a post for each of these seconds after noon, in this order, and return their ids."""
    times = [(NOON + timedelta(seconds=second)).isoformat() for second in seconds]
    added = client.post("/posts", json=[{"text": "New", "topic": topic, "created_at": time} for time in times])
    return [post["id"] for post in added.json()]


def page(client, **query):
    """A page that must be there, as it came."""
    response = client.get("/posts", params=query)
    assert response.status_code == 200
    return response


def ids(response):
    return [post["id"] for post in response.json().get("items", [])]


def cursor_of(response):
    """The cursor of a page that must have one."""
    cursor = response.json().get("next_cursor")
    assert isinstance(cursor, str), f"after {ids(response)} there are more posts, but next_cursor is {cursor!r}"
    return cursor


def walk(client, response, **query):
    """The ids of all posts on this page and on those behind it, page by page."""
    pages = [ids(response)]
    while response.json().get("next_cursor") is not None:
        assert len(pages) < 20, "the pages do not end"
        response = page(client, cursor=cursor_of(response), **query)
        pages.append(ids(response))
    return pages


@pytest.mark.task(1)
def test_newest_comes_first(client):
    """The time decides, not the order in which posts came in: some are imported, some are late."""
    third, first, _, second = publish(client, [20, 40, 10, 30])

    response = page(client, limit=3)

    assert ids(response) == [first, second, third]


@pytest.mark.task(1)
@pytest.mark.parametrize("topic", ["tea", "coffee"])
def test_a_topic_is_filtered_before_the_page_is_cut(client, topic):
    """Of the newest four posts only two are about tea; a page of four has four."""
    response = page(client, limit=4, topic=topic)

    expected = {"tea": [12, 10, 8, 6], "coffee": [11, 9, 7, 5]}[topic]
    assert ids(response) == expected


@pytest.mark.task(2)
@pytest.mark.parametrize(("number", "limit"), [(4, 1), (9, 2), (8, 5), (11, 10)])
def test_a_walk_sees_each_post_once(client, number, limit):
    """No gap, no duplicate, and no short page but the last, whatever the number and the limit."""
    seconds = [7 * n % 12 for n in range(number)]  # all different, and in no order
    by_time = dict(zip(seconds, publish(client, seconds), strict=True))

    pages = walk(client, page(client, limit=limit, topic="tests"), limit=limit, topic="tests")

    expected = [by_time[second] for second in sorted(by_time, reverse=True)]
    assert pages == [expected[start : start + limit] for start in range(0, number, limit)]


@pytest.mark.task(2)
def test_the_limit_may_change_on_the_way(client):
    """A screen is turned, and twice as many posts fit: a cursor is a place, not the number of a page."""
    newest_first = publish(client, [9, 8, 7, 6, 5, 4, 3])
    start = page(client, limit=2, topic="tests")

    response = page(client, limit=4, topic="tests", cursor=cursor_of(start))

    assert ids(start) + ids(response) == newest_first[:6]


@pytest.mark.task(2)
def test_the_cursor_fits_into_a_url_as_it_is(client):
    """In a query, `+` means a space and `&` begins another parameter; people and scripts copy a cursor as it is."""
    third = publish(client, [3, 2, 1])[2]
    cursor = cursor_of(page(client, limit=2))

    response = client.get(f"/posts?limit=2&cursor={cursor}")

    assert response.status_code == 200
    assert ids(response) == [third, 12]


@pytest.mark.task(3)
@pytest.mark.parametrize(("number", "limit"), [(7, 3), (6, 2)])
def test_posts_of_one_time_come_once_each(client, number, limit):
    """An import gives a hundred posts one time; "older than that" skips all that did not fit on the page."""
    same = publish(client, [5] * number)
    newer, older = publish(client, [6, 4])

    pages = walk(client, page(client, limit=limit, topic="tests"), limit=limit, topic="tests")

    seen = [number for numbers in pages for number in numbers]
    assert [*seen[:1], *sorted(seen[1:-1]), *seen[-1:]] == [newer, *same, older]


@pytest.mark.task(3)
def test_times_a_microsecond_apart_stay_apart(client):
    """A cursor that is rounded to seconds is a place somewhere else."""
    newest_first = publish(client, [0.000003, 0.000002, 0.000001, 0])

    pages = walk(client, page(client, limit=1, topic="tests"), limit=1, topic="tests")

    assert pages == [[number] for number in newest_first]


@pytest.mark.task(4)
def test_new_posts_do_not_shift_the_pages(client):
    """With an offset, two new posts on top push the last two of this page onto the next."""
    newest_first = publish(client, [5, 4, 3, 2, 1])
    start = page(client, limit=2, topic="tests")
    publish(client, [7, 6])

    pages = walk(client, start, limit=2, topic="tests")

    assert pages == [newest_first[0:2], newest_first[2:4], newest_first[4:]]


@pytest.mark.task(4)
@pytest.mark.parametrize("gone", [[0], [1], [0, 1]], ids=["first of the page", "last of the page", "the whole page"])
def test_deleted_posts_leave_no_gap(client, gone):
    """With an offset, what follows moves up and is never seen; without its last post, a page still ended somewhere."""
    newest_first = publish(client, [5, 4, 3, 2, 1])
    start = page(client, limit=2, topic="tests")
    for place in gone:
        client.delete(f"/posts/{newest_first[place]}")

    pages = walk(client, start, limit=2, topic="tests")

    assert pages == [newest_first[0:2], newest_first[2:4], newest_first[4:]]


@pytest.mark.task(4)
def test_what_is_gone_does_not_come(client):
    """A list kept since page 1 still shows what its author has taken back."""
    newest_first = publish(client, [5, 4, 3, 2, 1])
    start = page(client, limit=2, topic="tests")
    client.delete(f"/posts/{newest_first[3]}")

    pages = walk(client, start, limit=2, topic="tests")

    assert pages == [newest_first[0:2], [newest_first[2], newest_first[4]]]


@pytest.mark.task(5)
@pytest.mark.parametrize(("number", "limit"), [(4, 4), (6, 3)])
def test_the_last_page_says_so_even_if_it_is_full(client, number, limit):
    """A cursor there costs a request for nothing, and shows "more" where there is none."""
    publish(client, range(number))
    response = page(client, limit=limit, topic="tests")
    if number > limit:
        response = page(client, limit=limit, topic="tests", cursor=cursor_of(response))

    assert len(ids(response)) == limit
    assert response.json().get("next_cursor") is None


@pytest.mark.task(5)
def test_an_empty_feed_is_no_error(client):
    """Without posts, there is no last one to make a cursor from."""
    response = page(client, topic="nothing")

    assert response.json().get("items") == []
    assert response.json().get("next_cursor") is None


@pytest.mark.task(6)
@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("garbage", id="garbage"),
        pytest.param("%%%", id="percent"),
        pytest.param("é", id="not ascii"),
        pytest.param("bm8gY3Vyc29y", id="base64 of words"),
        pytest.param("gICA", id="base64 of a byte that is no text"),
        pytest.param("e30=", id="base64 of an empty object"),
        pytest.param("WzEsIDJd", id="base64 of two numbers"),
    ],
)
def test_a_cursor_that_cannot_be_read_is_400(client, cursor):
    """Anything from outside may be broken; the first page instead would start the reader over, unnoticed."""
    good = cursor_of(page(client, limit=3))
    assert client.get("/posts", params={"limit": 3, "cursor": good}).status_code == 200

    response = client.get("/posts", params={"limit": 3, "cursor": cursor})

    assert response.status_code == 400
    assert "detail" in response.json()


@pytest.mark.task(6)
def test_no_damage_is_a_500(client):
    """One wrong letter may pass the first check and fail the second; it may still name a place, but must not crash."""
    good = cursor_of(page(client, limit=3))
    places = range(0, len(good), len(good) // 12 + 1)
    damaged = [good[:place] + letter + good[place + 1 :] for place in places for letter in ("9", "A")]

    codes = {client.get("/posts", params={"cursor": cursor}).status_code for cursor in [*damaged, good + good]}

    assert codes <= {200, 400}


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("made_for", "sent_with"),
    [
        ({"topic": "tea"}, {"topic": "coffee"}),
        ({"topic": "tea"}, {}),
        ({}, {"topic": "tea"}),
    ],
    ids=["another topic", "none", "one where there was none"],
)
def test_a_cursor_belongs_to_its_topic(client, made_for, sent_with):
    """It is a place in one list; in another list, it silently leaves out what comes before it."""
    cursor = cursor_of(page(client, limit=2, **made_for))
    assert client.get("/posts", params={"cursor": cursor, **made_for}).status_code == 200

    response = client.get("/posts", params={"cursor": cursor, **sent_with})

    assert response.status_code == 400
    assert "detail" in response.json()
