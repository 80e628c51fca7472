"""The red tests of 2.1. Each one names the requirement of README.md that it looks at."""

import pytest

ASSAM = {"id": 1, "name": "Assam", "category": "tea", "cents": 450}
SIDAMO = {"id": 2, "name": "Sidamo", "category": "coffee", "cents": 620}
SENCHA = {"id": 4, "name": "Sencha", "category": "tea", "cents": 580}
MATE = {"name": "Mate", "category": "herbs", "cents": 390}


@pytest.mark.task(1)
def test_list_is_200_and_every_product(client):
    """The address of a collection stands for all that is in it."""
    response = client.get("/products")

    assert response.status_code == 200
    assert response.json() == [ASSAM, SIDAMO, SENCHA]


@pytest.mark.task(2)
@pytest.mark.parametrize(
    ("category", "products"),
    [("tea", [ASSAM, SENCHA]), ("coffee", [SIDAMO]), ("te", [])],
    ids=["tea", "coffee", "part-of-a-name"],
)
def test_the_filter_keeps_one_category(client, category, products):
    """A filter belongs in the query: the same collection, a narrower view. No match is no error."""
    response = client.get("/products", params={"category": category})

    assert response.status_code == 200
    assert response.json() == products


@pytest.mark.task(3)
@pytest.mark.parametrize("product", [ASSAM, SIDAMO, SENCHA], ids=["assam", "sidamo", "sencha"])
def test_read_is_200_and_the_product(client, product):
    """Each product has an address of its own."""
    response = client.get(f"/products/{product['id']}")

    assert response.status_code == 200
    assert response.json() == product


@pytest.mark.task(4)
def test_create_is_201_and_the_new_product(client):
    """The client learns from the answer which id its product got."""
    response = client.post("/products", json=MATE)

    assert response.status_code == 201
    body = response.json()
    assert body.get("id") not in (None, 1, 2, 4)
    assert body == {"id": body["id"], "name": "Mate", "category": "herbs", "cents": 390}


@pytest.mark.task(4)
def test_a_created_product_is_kept(client):
    """An API remembers: the new product has an address, and its place in the list, also in the narrower one."""
    response = client.post("/products", json=MATE)
    assert response.is_success
    mate = response.json()
    salt = client.post("/products", json={"name": "Salt", "category": "spices", "cents": 90}).json()
    assert "id" in mate

    assert client.get(f"/products/{mate['id']}").json() == mate
    assert client.get("/products").json() == [ASSAM, SIDAMO, SENCHA, mate, salt]
    assert client.get("/products?category=herbs").json() == [mate]


@pytest.mark.task(5)
@pytest.mark.parametrize("number", [1, 4])
def test_put_replaces_every_field(client, number):
    """PUT says: this is the resource from now on (RFC 9110, 9.3.4)."""
    response = client.put(f"/products/{number}", json=MATE)

    assert response.status_code == 200
    assert response.json() == {"id": number, "name": "Mate", "category": "herbs", "cents": 390}
    assert client.get(f"/products/{number}").json() == response.json()


@pytest.mark.task(5)
@pytest.mark.parametrize("missing", ["name", "category", "cents"])
def test_put_needs_every_field(client, missing):
    """Half a product cannot take a whole one's place: that would be PATCH."""
    assert client.put("/products/2", json=MATE).status_code == 200

    response = client.put("/products/2", json={field: SENCHA[field] for field in MATE if field != missing})

    assert response.status_code == 422
    assert client.get("/products/2").json() == {"id": 2, **MATE}


@pytest.mark.task(6)
@pytest.mark.parametrize(
    "change",
    [{"name": "Gyokuro"}, {"category": "gifts"}, {"cents": 610}, {"name": "Bancha", "cents": 1}],
    ids=["name", "category", "cents", "two-fields"],
)
def test_patch_changes_only_what_was_sent(client, change):
    """PATCH carries the difference; what it does not name stays as it was (RFC 5789)."""
    response = client.patch("/products/4", json=change)

    assert response.status_code == 200
    assert response.json() == {**SENCHA, **change}
    assert client.get("/products/4").json() == {**SENCHA, **change}


@pytest.mark.task(7)
@pytest.mark.parametrize("number", [1, 2])
def test_delete_is_204_without_a_body(client, number):
    """204 means No Content: not null, not {}, not one byte (RFC 9110, 15.3.5)."""
    response = client.delete(f"/products/{number}")

    assert response.status_code == 204
    assert response.content == b""


@pytest.mark.task(7)
def test_a_deleted_product_is_gone(client):
    """What was deleted is at no address any more, and its neighbours are where they were."""
    assert client.get("/products/2").status_code == 200

    assert client.delete("/products/2").is_success

    assert client.get("/products/2").status_code == 404
    assert client.get("/products").json() == [ASSAM, SENCHA]


@pytest.mark.task(8)
@pytest.mark.parametrize("unknown", [3, 999])
@pytest.mark.parametrize(
    ("method", "body"),
    [("GET", None), ("PUT", MATE), ("PATCH", {"cents": 390}), ("DELETE", None)],
    ids=["get", "put", "patch", "delete"],
)
def test_unknown_id_is_404(client, method, body, unknown):
    """The address leads to nothing, whatever the client meant to do there."""
    assert client.request(method, "/products/4", json=body).is_success

    response = client.request(method, f"/products/{unknown}", json=body)

    assert response.status_code == 404
    assert "detail" in response.json()


@pytest.mark.task(8)
def test_put_creates_nothing(client):
    """Here the server gives out the ids: a slip in an address must not make a product."""
    assert client.put("/products/4", json=MATE).status_code == 200

    client.put("/products/3", json=MATE)

    assert client.get("/products").json() == [ASSAM, SIDAMO, {"id": 4, **MATE}]


@pytest.mark.task(9)
@pytest.mark.parametrize("wrong", [{"name": ""}, {"cents": 0}, {"cents": -450}], ids=["name", "zero", "negative"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/products"), ("PUT", "/products/1"), ("PATCH", "/products/1")],
    ids=["post", "put", "patch"],
)
def test_invalid_values_are_422(client, method, path, wrong):
    """Every way in has the same guard, and what it turns away leaves no trace."""
    assert client.request(method, path, json=MATE).is_success
    before = client.get("/products").json()

    response = client.request(method, path, json={**MATE, "category": "gifts", **wrong})

    assert response.status_code == 422
    assert client.get("/products").json() == before
