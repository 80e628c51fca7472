"""The red tests of 4.1. Each one names the requirement of README.md that it looks at."""

import pytest

KEY = {"X-API-Key": "leaf-42"}


def document_of(client):
    """The OpenAPI document, fetched as any tool fetches it."""
    response = client.get("/openapi.json")
    assert response.status_code == 200
    return response.json()


def operation_of(document, method, path):
    """What the document says of one route; nothing where it is not shown."""
    return document["paths"].get(path, {}).get(method, {})


def resolved(document, part):
    """`part`, or what its `$ref` points at: `#/components/schemas/Order` is a path through the document."""
    while "$ref" in part:
        place = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            place = place[step]
        part = {**place, **{key: value for key, value in part.items() if key != "$ref"}}
    return part


def json_of(document, part):
    """What the document says of the JSON in `part`, a request body or a response: schema and perhaps examples."""
    content = resolved(document, part).get("content", {}).get("application/json", {})
    return {**content, "schema": resolved(document, content.get("schema", {}))}


def examples_of(document, content):
    """Every example of a body, from each of the places where OpenAPI has one."""
    schema = content["schema"]
    named = [resolved(document, example).get("value") for example in content.get("examples", {}).values()]
    single = [place["example"] for place in (content, schema) if "example" in place]
    fields = {name: resolved(document, field) for name, field in schema.get("properties", {}).items()}
    by_field = {name: field["examples"][0] for name, field in fields.items() if field.get("examples")}
    whole = [by_field] if by_field else []
    return [*named, *single, *schema.get("examples", []), *whole]


@pytest.mark.task(1)
def test_the_document_has_title_and_version(client):
    """Two documents of one API are told apart by these; `FastAPI 0.1.0` says that nobody has looked."""
    info = document_of(client)["info"]

    assert (info["title"], info["version"]) == ("Tea shop", "2.1.0")


@pytest.mark.task(1)
def test_the_document_has_a_description(client):
    """The first thing that a newcomer reads: what is this, and what do I need to use it?"""
    info = document_of(client)["info"]

    assert len(info.get("description", "").split()) >= 5


@pytest.mark.task(2)
@pytest.mark.parametrize("tag", ["products", "orders"])
def test_each_tag_has_a_text(client, tag):
    """Tags are the chapters of the page, and this is the text below their headings."""
    texts = {known["name"]: known.get("description") for known in document_of(client).get("tags", [])}

    assert tag in texts
    assert texts[tag], "the tag is there, but its `description` is not"


@pytest.mark.task(2)
@pytest.mark.parametrize(
    ("method", "path", "tag"),
    [
        ("get", "/products", "products"),
        ("get", "/products/{sku}", "products"),
        ("get", "/stock", "products"),
        ("post", "/orders", "orders"),
    ],
)
def test_each_route_has_its_tag(client, method, path, tag):
    """A route without a tag ends up in a chapter named *default*."""
    operation = operation_of(document_of(client), method, path)

    assert operation.get("tags") == [tag]


@pytest.mark.task(3)
def test_each_route_has_a_summary_of_its_own(client):
    """The line by which people find a route; `Read Product` is only the name of a function."""
    document = document_of(client)
    shown = [("get", "/products"), ("get", "/products/{sku}"), ("post", "/orders"), ("get", "/stock")]

    summaries = [operation_of(document, *route).get("summary", "") for route in shown]

    assert [summary for summary in summaries if len(summary.split()) < 3] == [], "shorter than three words"
    assert len(set(summaries)) == 4, f"two routes have the same: {summaries}"


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("method", "path", "request_path", "body"),
    [
        pytest.param("get", "/products/{sku}", "/products/assam", None, id="one"),
        pytest.param("post", "/orders", "/orders", {"sku": "assam", "count": 2}, id="order"),
    ],
)
def test_an_answer_has_the_fields_of_its_schema(client, method, path, request_path, body):
    """Generated clients are built from the schema. Without one, their methods return anything at all."""
    response = client.request(method, request_path, json=body, headers=KEY)
    assert response.is_success

    document = document_of(client)
    documented = operation_of(document, method, path).get("responses", {}).get(str(response.status_code), {})

    assert set(json_of(document, documented)["schema"].get("properties", {})) == set(response.json())


@pytest.mark.task(4)
def test_the_list_is_an_array_of_products(client):
    """*An array of what?* is the first thing that anybody who reads a list wants to know."""
    response = client.get("/products")
    assert response.status_code == 200

    document = document_of(client)
    documented = operation_of(document, "get", "/products").get("responses", {}).get("200", {})
    schema = json_of(document, documented)["schema"]

    assert schema.get("type") == "array"
    assert set(resolved(document, schema["items"]).get("properties", {})) == set(response.json()[0])


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("get", "/products/{sku}", "404"),
        ("post", "/orders", "401"),
        ("post", "/orders", "404"),
        ("post", "/orders", "409"),
    ],
)
def test_an_error_has_a_schema(client, method, path, code):
    """Clients are written from the document, and half of a client handles errors."""
    document = document_of(client)
    responses = operation_of(document, method, path).get("responses", {})
    assert code in responses

    schema = json_of(document, responses[code])["schema"]

    assert "detail" in schema.get("properties", {}), "a description alone does not say what the body looks like"
    assert resolved(document, schema["properties"]["detail"]).get("type") == "string"


@pytest.mark.task(5)
def test_no_route_promises_errors_that_it_never_gives(client):
    """One list of errors for the whole app is quick to write, and wrong for most routes."""
    document = document_of(client)
    routes = [("post", "/orders"), ("get", "/products"), ("get", "/products/{sku}"), ("get", "/stock")]

    promised = [set(operation_of(document, *route).get("responses", {})) & {"401", "404", "409"} for route in routes]

    assert dict(zip(routes, promised, strict=True)) == {
        ("post", "/orders"): {"401", "404", "409"},
        ("get", "/products"): set(),
        ("get", "/products/{sku}"): {"404"},
        ("get", "/stock"): set(),
    }


@pytest.mark.task(6)
def test_the_example_of_an_order_works(client):
    """Readers copy the example before they read; *Try it out* sends it as it stands."""
    document = document_of(client)
    body = operation_of(document, "post", "/orders").get("requestBody", {})
    examples = examples_of(document, json_of(document, body))
    assert len(examples) > 0
    answers = [client.post("/orders", json=example, headers=KEY).status_code for example in examples]

    assert 201 in answers, f"sent to the app, the examples {examples} were answered {answers}"


@pytest.mark.task(7)
def test_the_old_route_is_deprecated_and_still_works(client):
    """A warning in good time that tools can read: struck through on the page, a compiler's warning in a client."""
    response = client.get("/stock")
    assert response.status_code == 200

    paths = document_of(client)["paths"]
    deprecated = {path for path, item in paths.items() for operation in item.values() if operation.get("deprecated")}

    assert deprecated == {"/stock"}


@pytest.mark.task(8)
@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("get", "/products", "list_products"),
        ("get", "/products/{sku}", "read_product"),
        ("post", "/orders", "place_order"),
        ("get", "/stock", "count_stock"),
    ],
)
def test_operation_ids_are_names(client, method, path, name):
    """A generated client has a method of this name: `place_order`, not `place_order_orders_post`."""
    operation = operation_of(document_of(client), method, path)

    assert operation.get("operationId") == name


@pytest.mark.task(9)
def test_the_internal_route_is_hidden_and_still_works(client):
    """What customers should not build on has no place in their document."""
    response = client.get("/health")
    assert response.status_code == 200

    paths = document_of(client)["paths"]

    assert set(paths) == {"/products", "/products/{sku}", "/orders", "/stock"}


@pytest.mark.task(10)
def test_the_document_is_valid(client):
    """Tools refuse a document that breaks the rules, or do something odd with it."""
    from openapi_spec_validator import OpenAPIV31SpecValidator  # here: importing it takes longer than all the tests

    errors = OpenAPIV31SpecValidator(document_of(client)).iter_errors()

    assert [error.message.partition("\n")[0] for error in errors] == []
