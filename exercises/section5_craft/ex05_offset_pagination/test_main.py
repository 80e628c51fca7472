"""The red tests of 5.5. Each one names the requirement of README.md that it looks at."""

import pytest

GENRES = ("crime", "poetry", "arts & crafts")


def book(number):
    """One of the 25 books of the stub."""
    return {"id": number, "title": f"Book {number}", "genre": GENRES[number % 3]}


def shelve(client, genre, number):
    """Add as many books of one genre as it takes, and return their ids."""
    added = client.post("/books", json=[{"title": f"New {n}", "genre": genre} for n in range(number)])
    return [book["id"] for book in added.json()]


def page(client, address, **query):
    """A page that must be there, as it came."""
    response = client.get(address, params=query or None)
    assert response.status_code == 200
    return response


def ids(response):
    return [book["id"] for book in response.json().get("items", [])]


def follow(client, response, link):
    """The page behind a link of this one; relative links are resolved as RFC 3986, 5, says."""
    address = response.json().get(link)
    assert address is not None, f"the page has no {link!r} link"
    return page(client, response.url.join(address))


def walk(client, response, link="next"):
    """The ids of all books on this page and on those behind it, page by page."""
    pages = [ids(response)]
    while response.json().get(link) is not None:
        assert len(pages) < 40, "the pages do not end"
        response = follow(client, response, link)
        pages.append(ids(response))
    return pages


@pytest.mark.task(1)
def test_the_default_is_the_first_ten(client):
    """Whoever asks for nothing in particular must not get the whole table."""
    response = page(client, "/books")

    assert response.json().get("items") == [book(number) for number in range(1, 11)]


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("limit", "offset", "numbers"),
    [(4, 5, range(6, 10)), (10, 20, range(21, 26)), (100, 1, range(2, 26))],
)
def test_limit_and_offset_cut_the_list(client, limit, offset, numbers):
    """Skip `offset` books, take `limit`: both count books, not pages."""
    response = page(client, "/books", limit=limit, offset=offset)

    assert response.json().get("items") == [book(number) for number in numbers]


@pytest.mark.task(1)
@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=101", "limit=ten", "offset=-1", "offset=x"])
def test_out_of_range_is_422(client, query):
    """Without an upper bound one request reads everything; a negative slice takes from the wrong end."""
    assert client.get("/books?limit=100&offset=0").status_code == 200

    response = client.get(f"/books?{query}")

    assert response.status_code == 422


@pytest.mark.task(2)
def test_total_is_not_the_length_of_the_page(client):
    """A client shows "3 of 25": the 3 it can count by itself."""
    response = page(client, "/books", limit=3)

    assert response.json().get("total") == 25


@pytest.mark.task(2)
@pytest.mark.parametrize(
    ("genre", "numbers", "total"),
    [("crime", [6, 9, 12], 8), ("poetry", [4, 7, 10], 9), ("arts & crafts", [5, 8, 11], 8)],
)
def test_the_filter_comes_before_the_cut(client, genre, numbers, total):
    """Cut first, and a page of poetry holds what poems happen to be among three books of any kind."""
    response = page(client, "/books", limit=3, offset=1, genre=genre)

    assert response.json().get("items") == [book(number) for number in numbers]
    assert response.json().get("total") == total


@pytest.mark.task(2)
def test_total_follows_the_shelf(client):
    """A total that was counted when the app started is wrong after the first change."""
    added = shelve(client, "travel", 2)
    client.delete("/books/25")

    response = page(client, "/books", offset=23)

    assert ids(response) == [24, *added]
    assert response.json().get("total") == 26


@pytest.mark.task(3)
@pytest.mark.parametrize(("limit", "offset"), [(4, 8), (7, 10)])
def test_links_lead_to_the_neighbours(client, limit, offset):
    """A client follows links; it does not have to know how this API counts."""
    here = page(client, "/books", limit=limit, offset=offset)

    assert ids(follow(client, here, "next")) == [*range(offset + limit + 1, offset + 2 * limit + 1)]
    assert ids(follow(client, here, "previous")) == [*range(offset - limit + 1, offset + 1)]


@pytest.mark.task(3)
@pytest.mark.parametrize(("genre", "first"), [("poetry", 1), ("arts & crafts", 2)])
@pytest.mark.parametrize("link", ["next", "previous"])
def test_links_keep_the_filter(client, genre, first, link):
    """The link must carry `genre`, encoded: after a bare `&`, the next page shows the genre "arts "."""
    here = page(client, "/books", limit=2, offset=2, genre=genre)

    there = follow(client, here, link)

    offset = {"next": 4, "previous": 0}[link]
    assert there.json().get("items") == [book(first + 3 * (offset + n)) for n in range(2)]


@pytest.mark.task(3)
def test_previous_starts_at_zero_at_the_least(client):
    """5 − 10 is −5, and a link to that is a 422."""
    here = page(client, "/books", limit=10, offset=5)

    there = follow(client, here, "previous")

    assert ids(there)[:5] == [1, 2, 3, 4, 5]


@pytest.mark.task(3)
@pytest.mark.parametrize("host", ["https://books.example", "http://localhost:9000"])
def test_links_stay_at_the_host(start, host):
    """An address with the developer's own host in it works for the developer."""
    here = page(start(base_url=host), "/books", limit=10, offset=10)

    links = [here.json().get("next"), here.json().get("previous")]
    assert None not in links
    assert [str(here.url.join(link)).startswith(f"{host}/") for link in links] == [True, True]


@pytest.mark.task(4)
@pytest.mark.parametrize("limit", [10, 5])
def test_the_last_page_has_no_next(client, limit):
    """25 books are five full pages of five: a link to a sixth, empty one is a request for nothing."""
    assert page(client, "/books", limit=limit, offset=20 - limit).json().get("next") is not None

    response = page(client, "/books", limit=limit, offset=20)

    assert response.json().get("next") is None


@pytest.mark.task(4)
def test_the_first_page_has_no_previous(client):
    """Null says: this is where it begins."""
    assert page(client, "/books", limit=10, offset=10).json().get("previous") is not None

    response = page(client, "/books", limit=10, offset=0)

    assert response.json().get("previous") is None


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("query", "total"), [("offset=25", 25), ("offset=1000", 25), ("offset=9&genre=poetry", 9), ("genre=nothing", 0)]
)
def test_past_the_end_is_an_empty_page(client, query, total):
    """The list is there, only shorter than the client thought: books may have gone since it last asked."""
    response = page(client, f"/books?{query}")

    assert response.json().get("items") == []
    assert response.json().get("total") == total
    assert response.json().get("next") is None


@pytest.mark.task(6)
@pytest.mark.parametrize(("number", "limit"), [(3, 1), (5, 5), (6, 5), (110, 100)])
def test_a_walk_sees_each_book_once(client, number, limit):
    """No gap, no duplicate, and no short page but the last, whatever the number and the limit."""
    added = shelve(client, "travel", number)

    pages = walk(client, page(client, "/books", limit=limit, genre="travel"))

    assert pages == [added[start : start + limit] for start in range(0, number, limit)]


@pytest.mark.task(6)
@pytest.mark.parametrize("limit", [5, 8])
def test_a_walk_back_sees_each_book_once(client, limit):
    """The way back is the way there, in reverse."""
    last = (24 // limit) * limit

    pages = walk(client, page(client, "/books", limit=limit, offset=last), "previous")

    assert sorted(number for numbers in pages for number in numbers) == [*range(1, 26)]


@pytest.mark.task(6)
def test_a_walk_sees_what_came_meanwhile(client):
    """New books stand at the end, so they are still ahead of whoever reads."""
    here = page(client, "/books", limit=20)
    added = shelve(client, "travel", 3)

    pages = walk(client, here)

    assert pages == [[*range(1, 21)], [*range(21, 26), *added]]
