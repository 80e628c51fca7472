"""The red tests of 5.6. Each one names the requirement of README.md that it looks at."""

import pytest

ALBUMS = ("Rome", "Mum & Dad", "Łódź")


def photo(number):
    """One of the 24 photos of the stub."""
    return {"id": number, "title": f"Photo {number}", "album": ALBUMS[number % 3]}


def upload(client, album, number):
    """Add as many photos of one album as it takes, and return their ids."""
    added = client.post("/photos", json=[{"title": f"New {n}", "album": album} for n in range(number)])
    return [photo["id"] for photo in added.json()]


def page(client, address, **query):
    """A page that must be there, as it came."""
    response = client.get(address, params=query or None)
    assert response.status_code == 200
    return response


def ids(response):
    return [photo["id"] for photo in response.json().get("items", [])]


def links(response):
    """The addresses in the Link header by their `rel`, of which one link may have several (RFC 8288, 3.3)."""
    return {
        rel.lower(): str(response.url.join(link["url"]))
        for link in response.links.values()
        for rel in link.get("rel", "").split()
    }


def follow(client, response, rel):
    found = links(response)
    assert rel in found
    return page(client, found[rel])


@pytest.mark.task(1)
def test_the_default_is_the_first_page_of_ten(client):
    """Whoever asks for nothing in particular gets the beginning."""
    response = page(client, "/photos")

    body = response.json()
    assert body.get("items") == [photo(number) for number in range(1, 11)]
    assert (body.get("page"), body.get("page_size")) == (1, 10)


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("number", "size", "numbers"), [(2, 5, range(6, 11)), (3, 10, range(21, 25)), (1, 100, range(1, 25))]
)
def test_a_page_is_a_slice(client, number, size, numbers):
    """Page 2 of size 5 skips five photos: pages count from 1, slices from 0."""
    response = page(client, "/photos", page=number, page_size=size)

    body = response.json()
    assert body.get("items") == [photo(number) for number in numbers]
    assert (body.get("page"), body.get("page_size")) == (number, size)


@pytest.mark.task(1)
@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=two", "page_size=0", "page_size=101", "page_size=-5"])
def test_out_of_range_is_422(client, query):
    """There is no page 0: as a slice it would be −10 to 0, and empty."""
    assert client.get("/photos?page=1&page_size=100").status_code == 200

    response = client.get(f"/photos?{query}")

    assert response.status_code == 422


@pytest.mark.task(2)
@pytest.mark.parametrize(("size", "pages"), [(10, 3), (12, 2), (7, 4), (1, 24), (24, 1), (100, 1)])
def test_pages_are_rounded_up(client, size, pages):
    """A remainder gets a page of its own; without one, there is no extra page."""
    response = page(client, "/photos", page_size=size)

    assert response.json().get("pages") == pages


@pytest.mark.task(2)
def test_pages_are_those_of_the_album(client):
    """Filter, then count, then cut: eight photos of Rome are two pages of five."""
    response = page(client, "/photos", page=2, page_size=5, album="Rome")

    assert ids(response) == [18, 21, 24]
    assert response.json().get("pages") == 2


@pytest.mark.task(2)
def test_pages_follow_what_comes_and_goes(client):
    """A number that was counted when the app started is wrong after the first change."""
    added = upload(client, "Oslo", 7)
    client.delete("/photos/1")

    response = page(client, "/photos", page=3)

    assert ids(response) == [22, 23, 24, *added]
    assert response.json().get("pages") == 3
    assert page(client, "/photos", page_size=6).json().get("pages") == 5


@pytest.mark.task(3)
def test_an_empty_set_has_no_pages(client):
    """No photos, no pages; but page 1, where everybody begins, is no error."""
    response = page(client, "/photos", album="Nowhere")

    body = response.json()
    assert (body.get("items"), body.get("page"), body.get("pages")) == ([], 1, 0)
    assert "next" not in links(response)


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("rel", "numbers"),
    [("first", range(1, 6)), ("prev", range(6, 11)), ("next", range(16, 21)), ("last", range(21, 25))],
)
def test_link_leads_to_the_other_pages(client, rel, numbers):
    """One header for every API: clients look for the `rel`, not for a field of yours."""
    here = page(client, "/photos", page=3, page_size=5)

    there = follow(client, here, rel)

    assert ids(there) == [*numbers]


@pytest.mark.task(4)
def test_the_first_page_has_no_prev(client):
    """A link to page 0 is a link to a 422."""
    assert "prev" in links(page(client, "/photos", page=2))

    response = page(client, "/photos", page=1)

    assert "prev" not in links(response)


@pytest.mark.task(4)
@pytest.mark.parametrize(("size", "last"), [(10, 3), (12, 2)])
def test_the_last_page_has_no_next(client, size, last):
    """Without a `next`, a program knows that it has seen everything."""
    assert "next" in links(page(client, "/photos", page=last - 1, page_size=size))

    response = page(client, "/photos", page=last, page_size=size)

    assert "next" not in links(response)


@pytest.mark.task(5)
@pytest.mark.parametrize("album", ["Mum & Dad", "Łódź"])
@pytest.mark.parametrize("rel", ["first", "prev", "next", "last"])
def test_links_keep_album_and_size(client, album, rel):
    """The link must carry `album`, encoded: a bare `&` begins another parameter, and an `Ł` fits into no header."""
    here = page(client, "/photos", page=2, page_size=3, album=album)

    there = follow(client, here, rel)

    start = {"first": 0, "prev": 0, "next": 6, "last": 6}[rel]
    expected = [number for number in range(1, 25) if photo(number)["album"] == album]
    assert ids(there) == expected[start : start + 3]


@pytest.mark.task(6)
@pytest.mark.parametrize("query", ["page=4", "page=1000", "page=3&page_size=12", "page=2&album=Nowhere"])
def test_behind_the_last_page_is_an_empty_one(client, query):
    """Photos may have gone while somebody was reading: that is no mistake of theirs, and the way ends here."""
    response = page(client, f"/photos?{query}")

    assert response.json().get("items") == []
    assert "next" not in links(response)


@pytest.mark.task(7)
@pytest.mark.parametrize(("number", "size"), [(3, 1), (5, 5), (6, 5), (110, 100)])
def test_a_walk_sees_each_photo_once(client, number, size):
    """No gap, no duplicate, and no short page but the last, whatever the number and the size."""
    added = upload(client, "Oslo", number)

    response = page(client, "/photos", page_size=size, album="Oslo")
    pages = [ids(response)]
    while "next" in links(response):
        assert len(pages) < 20, "the pages do not end"
        response = follow(client, response, "next")
        pages.append(ids(response))

    assert pages == [added[start : start + size] for start in range(0, number, size)]
