"""The red tests of 4.4. Each one names the requirement of README.md that it looks at."""

import pytest

ADA = {"id": 1, "recipient": "Ada Lovelace", "weight_grams": 350, "note": "ring twice", "status": "collected"}
GRACE = {"id": 2, "recipient": "Grace Hopper", "weight_grams": 1200, "note": None, "status": "waiting"}


@pytest.mark.task(1)
def test_the_list_holds_all_parcels(client):
    """What the document does not know stays inside; what it requires is there, null where there is nothing."""
    response = client.get("/parcels")

    assert response.status_code == 200
    assert response.json() == [ADA, GRACE]


@pytest.mark.task(2)
@pytest.mark.parametrize(("status", "parcels"), [("collected", [ADA]), ("waiting", [GRACE])])
def test_the_list_is_filtered_by_status(client, status, parcels):
    """The desk asks for what waits, not for all that ever came."""
    response = client.get("/parcels", params={"status": status})

    assert response.status_code == 200
    assert response.json() == parcels


@pytest.mark.task(2)
@pytest.mark.parametrize("unknown", ["lost", "Waiting"])
def test_an_unknown_status_is_422(client, unknown):
    """An empty list says that there are no such parcels today, not that there can never be any."""
    assert client.get("/parcels", params={"status": "waiting"}).status_code == 200

    response = client.get("/parcels", params={"status": unknown})

    assert response.status_code == 422


@pytest.mark.task(3)
@pytest.mark.parametrize("parcel", [ADA, GRACE], ids=["with-note", "without-note"])
def test_a_parcel_is_200(client, parcel):
    """Required and nullable: the field is always there, and may be null."""
    response = client.get(f"/parcels/{parcel['id']}")

    assert response.status_code == 200
    assert response.json() == parcel


@pytest.mark.task(3)
def test_unknown_parcel_is_404(client):
    """The one error that a client of this route must expect."""
    assert client.get("/parcels/2").status_code == 200

    response = client.get("/parcels/99")

    assert response.status_code == 404
    detail = response.json().get("detail")
    assert type(detail) is str, repr(detail)


@pytest.mark.task(4)
@pytest.mark.parametrize("new", [{"recipient": "Alan Turing", "note": "fragile"}, {"recipient": "Mary Shelley"}])
def test_a_new_parcel_is_201_and_waits(client, new):
    """The client sees all that it did not send: the id, the status, and that there is no note."""
    response = client.post("/parcels", json={**new, "weight_grams": 900})

    assert response.status_code == 201
    body = response.json()
    assert body == {"id": body.get("id"), "weight_grams": 900, "note": None, **new, "status": "waiting"}


@pytest.mark.task(4)
def test_a_new_parcel_can_be_read(client):
    """The document promises a parcel that is stored, not one that only looks like it."""
    parcel = client.post("/parcels", json={"recipient": "Alan Turing", "weight_grams": 900}).json()
    assert "id" in parcel

    assert client.get(f"/parcels/{parcel['id']}").json() == parcel
    assert client.get("/parcels").json()[2:] == [parcel]
    assert client.get(f"/parcels/{parcel['id']}/label").text == "Alan Turing, 900 g"


@pytest.mark.task(5)
@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"weight_grams": 0}, id="weighs-nothing"),
        pytest.param({"weight_grams": 30_001}, id="too-heavy"),
        pytest.param({"recipient": ""}, id="for-nobody"),
        pytest.param({"recipient": "x" * 61}, id="long-name"),
        pytest.param({"note": "x" * 201}, id="long-note"),
    ],
)
def test_a_body_that_breaks_the_document_is_422(client, broken):
    """The limits are promises too: whoever sends more is told so."""
    widest = {"recipient": "x" * 60, "weight_grams": 30_000, "note": "x" * 200}
    assert client.post("/parcels", json=widest).is_success

    response = client.post("/parcels", json={**widest, **broken})

    assert response.status_code == 422


@pytest.mark.task(6)
@pytest.mark.parametrize(
    ("parcel_id", "line"), [(1, "Ada Lovelace, 350 g"), (2, "Grace Hopper, 1200 g")], ids=["ada", "grace"]
)
def test_the_label_is_plain_text(client, parcel_id, line):
    """A printer that gets JSON prints the quotes."""
    response = client.get(f"/parcels/{parcel_id}/label")

    assert response.status_code == 200
    assert response.headers.get("content-type", "").partition(";")[0] == "text/plain"
    assert response.text == line


@pytest.mark.task(7)
@pytest.mark.parametrize(
    "operation",
    ["GET /parcels", "POST /parcels", "GET /parcels/{parcel_id}", "GET /parcels/{parcel_id}/label"],
)
def test_no_answer_breaks_the_document(contract, client, operation):
    """Clients are written against the document; schemathesis sends what they may send, and what they may not."""
    answered, promised, place = contract(client, operation)

    assert answered == promised, place
