"""The red tests of 2.6. Each one names the requirement of README.md that it looks at."""

import re

import pytest

TEA = {"title": "Tea", "text": "Pour at 80 degrees, wait two minutes."}
HOTTER = {"title": "Tea", "text": "Pour at 90 degrees, wait two minutes."}
RENAMED = {"title": "Sea", "text": "Pour at 80 degrees, wait two minutes."}


def tag_of(response):
    """The ETag of an answer that must have one."""
    assert response.status_code == 200
    assert "etag" in response.headers
    return response.headers["etag"]


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("slug", "page"), [("tea", TEA), ("coffee", {"title": "Coffee", "text": "Grind it fresh."})], ids=["tea", "coffee"]
)
def test_get_brings_the_page_and_lets_it_be_kept(client, slug, page):
    """no-cache lets a cache keep the page and makes it ask before each use (RFC 9111, 5.2.2.4)."""
    response = client.get(f"/pages/{slug}")

    assert response.status_code == 200
    directives = [part.strip().lower() for part in response.headers.get("cache-control", "").split(",")]
    assert "no-cache" in directives
    assert "no-store" not in directives
    assert response.json() == page


@pytest.mark.task(1)
def test_the_etag_is_strong_and_in_quotes(client):
    """The quotes belong to the tag, and a weak one never matches If-Match (RFC 9110, 8.8.3)."""
    tag = tag_of(client.get("/pages/tea"))

    assert re.fullmatch(r'"[!#-~]*"', tag)


@pytest.mark.task(2)
def test_each_get_has_the_same_etag(client):
    """A tag that is new each time never matches, and nothing is ever taken from the cache."""
    first = tag_of(client.get("/pages/tea"))
    second = tag_of(client.get("/pages/tea"))

    assert second == first


@pytest.mark.task(2)
def test_an_edit_taken_back_has_the_old_etag(client):
    """Whoever still holds the old copy holds the right one again."""
    before = tag_of(client.get("/pages/tea"))
    client.put("/pages/tea", json=HOTTER, headers={"If-Match": "*"})
    assert client.get("/pages/tea").json() == HOTTER

    client.put("/pages/tea", json=TEA, headers={"If-Match": "*"})

    assert tag_of(client.get("/pages/tea")) == before


@pytest.mark.task(2)
@pytest.mark.process
def test_another_process_has_the_same_etag(client, served):
    """An app runs in several processes, and each restart is one more; hash() of a text differs in each."""
    other = served(env={"PYTHONHASHSEED": "2030"})

    tag = tag_of(client.get("/pages/tea"))

    assert tag_of(other.get("/pages/tea")) == tag


@pytest.mark.task(3)
def test_304_has_no_body_and_the_same_headers(client):
    """The 304 renews what the cache keeps, so it says again what the 200 has said (RFC 9110, 15.4.5)."""
    fresh = client.get("/pages/tea")
    tag = tag_of(fresh)

    response = client.get("/pages/tea", headers={"If-None-Match": tag})

    assert response.status_code == 304
    assert response.headers.get("etag") == tag
    assert response.headers.get("cache-control") == fresh.headers.get("cache-control")
    assert response.content == b""


@pytest.mark.task(3)
@pytest.mark.parametrize(
    "form",
    [
        pytest.param('"an-old-one", {tag}', id="last-in-a-list"),
        pytest.param('{tag},"an-old-one"', id="first-in-a-list"),
        pytest.param("*", id="any"),
        pytest.param("W/{tag}", id="weak"),
        pytest.param('W/"an-old-one", W/{tag}', id="weak-in-a-list"),
    ],
)
def test_if_none_match_has_many_forms(client, form):
    """A cache with several copies sends all their tags; a proxy that compresses makes them weak (RFC 9110, 13.1.2)."""
    tag = tag_of(client.get("/pages/tea")).removeprefix("W/")

    response = client.get("/pages/tea", headers={"If-None-Match": form.format(tag=tag)})

    assert response.status_code == 304


@pytest.mark.task(3)
@pytest.mark.parametrize(
    "form",
    [
        pytest.param('"{inside}-gzip"', id="longer"),
        pytest.param('"an-old-one", "{inside}x"', id="longer-in-a-list"),
        pytest.param('"x{inside}"', id="other-beginning"),
    ],
)
def test_another_etag_gets_the_page(client, form):
    """A tag that only looks alike belongs to another copy."""
    inside = tag_of(client.get("/pages/tea")).strip('"')

    response = client.get("/pages/tea", headers={"If-None-Match": form.format(inside=inside)})

    assert response.status_code == 200
    assert response.json() == TEA


@pytest.mark.task(4)
@pytest.mark.parametrize("changed", [HOTTER, RENAMED], ids=["text", "title"])
def test_a_change_changes_the_etag(client, changed):
    """With the old tag, a client that asks again learns that its copy is out of date."""
    old = tag_of(client.get("/pages/tea"))
    client.put("/pages/tea", json=changed, headers={"If-Match": "*"})

    response = client.get("/pages/tea", headers={"If-None-Match": old})

    assert tag_of(response) != old
    assert response.json() == changed


@pytest.mark.task(5)
@pytest.mark.parametrize(
    "form",
    [
        pytest.param("{tag}", id="alone"),
        pytest.param('"an-old-one", {tag}', id="last-in-a-list"),
        pytest.param('{tag},"an-old-one"', id="first-in-a-list"),
        pytest.param("*", id="any"),
    ],
)
def test_put_with_the_current_etag_replaces(client, form):
    """Whoever has seen the current page may replace it."""
    tag = tag_of(client.get("/pages/tea"))

    response = client.put("/pages/tea", json=HOTTER, headers={"If-Match": form.format(tag=tag)})

    assert response.status_code in (200, 204)
    assert client.get("/pages/tea").json() == HOTTER


@pytest.mark.task(5)
def test_a_stale_put_is_412_and_writes_nothing(client):
    """Two people edit one page: the second would undo what the first has done (RFC 9110, 13.1.1)."""
    seen_by_both = tag_of(client.get("/pages/tea"))
    client.put("/pages/tea", json=HOTTER, headers={"If-Match": seen_by_both})
    assert client.get("/pages/tea").json() == HOTTER

    second = client.put("/pages/tea", json=RENAMED, headers={"If-Match": seen_by_both})

    assert second.status_code == 412
    assert client.get("/pages/tea").json() == HOTTER


@pytest.mark.task(5)
def test_a_weak_etag_never_matches_if_match(client):
    """Weak means: much the same. Much the same is not enough to overwrite it (RFC 9110, 13.1.1)."""
    tag = tag_of(client.get("/pages/tea"))

    response = client.put("/pages/tea", json=HOTTER, headers={"If-Match": f"W/{tag}"})

    assert response.status_code == 412
    assert client.get("/pages/tea").json() == TEA


@pytest.mark.task(6)
def test_put_without_if_match_is_428_and_writes_nothing(client):
    """428 says which header is missing; else every careless client could lose an edit (RFC 6585, 3)."""
    response = client.put("/pages/tea", json=HOTTER)

    assert response.status_code == 428
    assert client.get("/pages/tea").json() == TEA
