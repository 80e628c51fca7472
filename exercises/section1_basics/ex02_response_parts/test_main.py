"""The red tests of 1.2. Each one names the requirement of README.md that it looks at."""

from email.message import Message

import pytest


@pytest.mark.task(1)
def test_the_motd_is_plain_text(client):
    """Content-Type tells the client how to read the bytes (RFC 9110, 8.3)."""
    response = client.get("/motd")

    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == "text/plain"


@pytest.mark.task(1)
def test_the_motd_is_unchanged(client):
    """Text sent as JSON arrives in quotes, its line breaks written as backslash and n."""
    response = client.get("/motd")

    assert response.text == 'Read the red test first.\nThen write "just enough".\n'


@pytest.mark.task(2)
def test_the_report_is_csv(client):
    """A spreadsheet knows text/csv; the rows must come through as they are."""
    response = client.get("/report.csv")

    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == "text/csv"
    assert response.text.splitlines() == ["day,visits", "Monday,128", "Tuesday,97"]


@pytest.mark.task(2)
def test_a_browser_saves_the_report_under_its_name(client):
    """`attachment` makes it a download, `filename` names the file (RFC 6266, 4)."""
    response = client.get("/report.csv")
    assert "content-disposition" in response.headers

    disposition = Message()  # reads every form that the RFC allows
    disposition["Content-Disposition"] = response.headers["content-disposition"]

    assert disposition.get_content_disposition() == "attachment"
    assert disposition.get_filename() == "visits.csv"


@pytest.mark.task(3)
def test_the_status_is_json(client):
    """The version is about the answer, not part of it: it does not belong in the body."""
    response = client.get("/status")

    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == "application/json"
    assert response.json() == {"status": "ok"}


@pytest.mark.task(3)
def test_the_version_is_in_a_header(client):
    """A client reads a header without parsing the body."""
    response = client.get("/status")

    assert response.headers.get("x-api-version") == "2.1"


@pytest.mark.task(4)
def test_the_old_home_has_moved_for_good(client):
    """Only a permanent redirect lets clients and search engines forget the old address (RFC 9110, 15.4)."""
    response = client.get("/old-home", follow_redirects=False)

    assert response.status_code in {301, 308}


@pytest.mark.task(4)
def test_the_old_home_says_where_home_is(client):
    """A redirect without Location leads nowhere."""
    response = client.get("/old-home", follow_redirects=False)

    assert "location" in response.headers
    assert response.url.join(response.headers["location"]) == "http://testserver/home"


@pytest.mark.task(5)
def test_latest_is_elsewhere_for_now(client):
    """A client may keep a permanent redirect forever, and would miss the next release."""
    response = client.get("/latest", follow_redirects=False)

    assert response.status_code in {302, 303, 307}


@pytest.mark.task(5)
def test_latest_leads_to_the_newest_release(client):
    """The address stays while its target changes: that is why the redirect is temporary."""
    before = client.get("/latest", follow_redirects=False)
    assert "location" in before.headers
    assert before.url.join(before.headers["location"]) == "http://testserver/releases/7"

    assert client.post("/releases").json() == {"release": 8}
    after = client.get("/latest", follow_redirects=False)

    assert after.url.join(after.headers.get("location", "")) == "http://testserver/releases/8"


@pytest.mark.task(6)
def test_delete_is_204(client):
    """Done, and there is nothing to tell (RFC 9110, 15.3.5)."""
    response = client.delete("/cache")

    assert response.status_code == 204


@pytest.mark.task(6)
def test_delete_sends_not_one_byte(client):
    """`null` and `{}` are bytes: behind a 204 a real server breaks off the connection."""
    response = client.delete("/cache")

    assert response.content == b""


@pytest.mark.task(6)
def test_after_the_delete_the_cache_is_empty(client):
    """A status is a claim; it has to be true."""
    assert client.get("/cache").json() == ["rates", "weather"]

    client.delete("/cache")

    assert client.get("/cache").json() == []
