"""The red tests of 6.5. Each one names the requirement of README.md that it looks at."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool


@contextmanager
def heard(target, name, listener):
    """Within the block SQLAlchemy calls `listener` at each event of that name."""
    event.listen(target, name, listener)
    try:
        yield
    finally:
        event.remove(target, name, listener)


@pytest.fixture
def path(tmp_path):
    """Where the SQLite file lies. Nobody waits for the disk at each commit: no test survives a power cut."""
    with heard(Engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF")):
        yield tmp_path / "shop.db"


@pytest.fixture
def shop(start, path):
    """The answer with a new SQLite file, five packets of tea and three cups."""
    client = start({"DATABASE_URL": f"sqlite:///{path.as_posix()}"})
    for product in ({"sku": "tea", "stock": 5}, {"sku": "cup", "stock": 3}):
        client.post("/products", json=product)
    return client


def order(*lines):
    return {"customer": "ada", "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines]}


@pytest.mark.task(1)
@pytest.mark.parametrize("product", [{"sku": "pot", "stock": 7}, {"sku": "spoon", "stock": 0}], ids=["pot", "spoon"])
def test_a_product_is_stored(shop, product):
    """What was answered with 201 can be read by the next request."""
    created = shop.post("/products", json=product)
    assert (created.status_code, created.json()) == (201, product)

    response = shop.get(f"/products/{product['sku']}")

    assert response.status_code == 200
    assert response.json() == product


@pytest.mark.task(2)
def test_a_sku_that_is_there_is_409(shop):
    """The table's key says no; the app passes that on as the client's conflict, and changes nothing."""
    assert shop.post("/products", json={"sku": "pot", "stock": 7}).status_code == 201

    response = shop.post("/products", json={"sku": "pot", "stock": 9})

    assert response.status_code == 409
    assert shop.get("/products/pot").json() == {"sku": "pot", "stock": 7}


class Rival:
    """Another process on the same file: it writes just before the app writes for the first time."""

    def __init__(self, path, statement):
        self.path, self.statement = path, statement
        self.came = self.wrote = False

    def __call__(self, connection, cursor, statement, *_):
        if not self.came and statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            self.came = True
            other = sqlite3.connect(self.path, timeout=0, isolation_level=None)
            try:
                other.execute(self.statement)
                self.wrote = True
            except sqlite3.OperationalError:
                pass  # the app holds a lock already: the rival has to wait
            finally:
                other.close()


@pytest.mark.task(2)
def test_a_sku_that_another_takes_in_the_meantime_is_409(shop, path):
    """Between a look and a write there is a moment; only the write itself knows."""
    rival = Rival(path, "INSERT INTO products (sku, stock) VALUES ('pot', 1)")

    with heard(Engine, "before_cursor_execute", rival):
        response = shop.post("/products", json={"sku": "pot", "stock": 7})

    assert response.status_code == (409 if rival.wrote else 201)
    assert shop.get("/products/pot").json() == {"sku": "pot", "stock": 1 if rival.wrote else 7}


@pytest.mark.task(3)
@pytest.mark.parametrize("lines", [[("tea", 2), ("cup", 3)], [("cup", 1), ("tea", 1)]], ids=["all-cups", "one-each"])
def test_an_order_is_201_and_shows_its_lines(shop, lines):
    """The client learns the order's number and sees what was understood."""
    response = shop.post("/orders", json=order(*lines))

    assert response.status_code == 201
    assert isinstance(response.json().get("id"), int)
    assert response.json() == {"id": response.json()["id"], **order(*lines)}


@pytest.mark.task(3)
def test_an_order_takes_from_the_stock(shop):
    """The last piece may be sold as well."""
    assert shop.post("/orders", json=order(("tea", 2), ("cup", 3))).status_code == 201

    assert shop.get("/products/tea").json() == {"sku": "tea", "stock": 3}
    assert shop.get("/products/cup").json() == {"sku": "cup", "stock": 0}


@pytest.mark.task(4)
def test_a_product_that_nobody_sells_is_404(shop):
    """A SKU that is mistyped is no matter of stock."""
    assert shop.post("/orders", json=order(("tea", 1))).status_code == 201

    response = shop.post("/orders", json=order(("coffee", 1)))

    assert response.status_code == 404


@pytest.mark.task(4)
def test_more_than_there_is_is_409(shop):
    """What is wrong is the state of the shop, not the request: tomorrow it may be right."""
    assert shop.post("/orders", json=order(("tea", 4))).status_code == 201

    response = shop.post("/orders", json=order(("tea", 2)))

    assert response.status_code == 409
    assert shop.get("/products/tea").json() == {"sku": "tea", "stock": 1}


@pytest.mark.task(4)
def test_two_lines_of_one_product_count_together(shop):
    """Each line fits into the stock, both do not."""
    assert shop.post("/orders", json=order(("cup", 1), ("cup", 1))).status_code == 201

    response = shop.post("/orders", json=order(("tea", 3), ("tea", 3)))

    assert response.status_code == 409
    assert shop.get("/products/tea").json() == {"sku": "tea", "stock": 5}


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("lines", "status"),
    [
        pytest.param([("tea", 2), ("cup", 4)], 409, id="too-many-cups"),
        pytest.param([("cup", 4), ("tea", 2)], 409, id="too-many-cups-first"),
        pytest.param([("tea", 2), ("unknown", 1)], 404, id="unknown"),
    ],
)
def test_a_refused_order_leaves_nothing(shop, lines, status):
    """Half an order is worse than none."""
    response = shop.post("/orders", json=order(*lines))

    assert response.status_code == status
    assert shop.get("/products/tea").json() == {"sku": "tea", "stock": 5}
    assert shop.get("/products/cup").json() == {"sku": "cup", "stock": 3}
    assert shop.get("/orders").json() == []


@pytest.mark.task(5)
def test_a_failure_in_the_middle_leaves_nothing(shop):
    """Here the database fails as soon as a line is to be written, whenever that is."""

    def fail(connection, cursor, statement, *_):
        if "INTO order_lines" in statement:
            raise OSError("the disk is full")

    with heard(Engine, "before_cursor_execute", fail):
        response = shop.post("/orders", json=order(("tea", 2), ("cup", 1)))

    assert response.status_code in (500, 503)
    assert shop.get("/products/tea").json() == {"sku": "tea", "stock": 5}
    assert shop.get("/orders").json() == []


@pytest.mark.task(6)
@pytest.mark.parametrize("taken", [1, 2, 4])
def test_an_order_in_the_meantime_is_neither_lost_nor_too_much(shop, path, taken):
    """A stock that was read is old: to write back what is left of it undoes the other's order."""
    rival = Rival(path, f"UPDATE products SET stock = stock - {taken} WHERE sku = 'tea'")

    with heard(Engine, "before_cursor_execute", rival):
        response = shop.post("/orders", json=order(("tea", 3)))

    assert response.status_code in (201, 409)
    sold = (3 if response.status_code == 201 else 0) + (taken if rival.wrote else 0)
    assert shop.get("/products/tea").json() == {"sku": "tea", "stock": 5 - sold}
    assert sold <= 5


@pytest.mark.task(7)
def test_orders_are_listed_with_their_lines(shop):
    """The oldest first."""
    placed = [shop.post("/orders", json=order(*lines)) for lines in ([("tea", 2), ("cup", 1)], [("tea", 1)])]
    assert [response.status_code for response in placed] == [201, 201]

    response = shop.get("/orders")

    assert response.status_code == 200
    assert response.json() == [created.json() for created in placed]
    assert [len(each["lines"]) for each in response.json()] == [2, 1]


@pytest.mark.task(7)
def test_many_orders_take_as_many_statements_as_few(shop):
    """One statement for the orders and one for each order's lines: a thousand orders are 1,001 ways to the database."""
    shop.post("/products", json={"sku": "pin", "stock": 100})
    statements = []

    def count(connection, cursor, statement, *_):
        statements[-1].append(statement)

    for orders in (2, 10):
        for _ in range(orders):
            assert shop.post("/orders", json=order(("pin", 1), ("pin", 2))).status_code == 201
        statements.append([])
        with heard(Engine, "before_cursor_execute", count):
            assert len(shop.get("/orders").json()) in (2, 12)

    few, many = statements
    assert 0 < len(many) == len(few)


@pytest.mark.task(8)
def test_data_outlives_the_app(shop, start, path):
    """A deployment is a restart."""
    placed = shop.post("/orders", json=order(("tea", 2)))
    assert placed.status_code == 201

    restarted = start({"DATABASE_URL": f"sqlite:///{path.as_posix()}"})

    assert restarted.get("/products/tea").json() == {"sku": "tea", "stock": 3}
    assert restarted.get("/orders").json() == [placed.json()]


@pytest.mark.task(9)
def test_each_request_has_a_session_of_its_own(shop):
    """Shared by two requests, a session shows one what the other has not committed, and fails for both."""
    sessions = []

    with heard(Session, "after_begin", lambda session, *_: sessions[-1].append(session)):
        for sku in ("tea", "cup"):
            sessions.append([])
            assert shop.get(f"/products/{sku}").status_code == 200

    first, second = sessions
    assert first != []
    assert second != []
    assert not any(session in second for session in first), "both requests used one session"


@pytest.mark.task(9)
@pytest.mark.parametrize(
    ("status", "ask"),
    [
        pytest.param(200, lambda shop: shop.get("/products/tea"), id="good"),
        pytest.param(404, lambda shop: shop.get("/products/coffee"), id="unknown"),
        pytest.param(409, lambda shop: shop.post("/products", json={"sku": "tea", "stock": 1}), id="duplicate"),
        pytest.param(409, lambda shop: shop.post("/orders", json=order(("tea", 9))), id="too-many"),
    ],
)
def test_every_request_gives_its_connection_back(shop, status, ask):
    """A pool has fifteen: after as many that are not closed, the next request waits for half a minute and fails."""
    out, kept = set(), []

    with (
        heard(Session, "after_begin", lambda session, *_: kept.append(session)),  # so that no collector tidies up
        heard(Pool, "checkout", lambda connection, record, proxy: out.add(record)),
        heard(Pool, "checkin", lambda connection, record: out.discard(record)),
    ):
        response = ask(shop)

    assert response.status_code == status
    assert kept != []
    assert len(out) == 0, "a connection is still out"


@pytest.mark.task(6)
@pytest.mark.servers
def test_orders_at_the_same_time_sell_what_there_is(start, database_url):
    """Eight at a time on PostgreSQL: every piece is sold once."""
    shop = start({"DATABASE_URL": database_url})
    assert shop.post("/products", json={"sku": "pin", "stock": 25}).status_code == 201

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: shop.post("/orders", json=order(("pin", 1))).status_code, range(40)))

    assert sorted(statuses) == [201] * 25 + [409] * 15
    assert shop.get("/products/pin").json() == {"sku": "pin", "stock": 0}
    assert len(shop.get("/orders").json()) == 25


@pytest.mark.task(6)
@pytest.mark.servers
def test_two_orders_do_not_wait_for_each_other(start, database_url):
    """Each would hold a row that the other needs next, a deadlock: PostgreSQL ends one of the two."""
    shop = start({"DATABASE_URL": database_url})
    for sku in ("pin", "nut"):
        assert shop.post("/products", json={"sku": sku, "stock": 2}).status_code == 201
    both = threading.Barrier(2, timeout=0.2)

    def meet(connection, cursor, statement, *_):
        if statement.lstrip()[:6].upper() == "UPDATE":
            with suppress(threading.BrokenBarrierError):  # the other has to wait for a row: that is fine
                both.wait()

    orders = [order(("pin", 1), ("nut", 1)), order(("nut", 1), ("pin", 1))]
    with heard(Engine, "after_cursor_execute", meet), ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda each: shop.post("/orders", json=each).status_code, orders))

    assert statuses == [201, 201]


@pytest.mark.task(2)
@pytest.mark.servers
def test_a_duplicate_is_409_on_postgresql_too(start, database_url):
    """Its driver raises another exception; SQLAlchemy makes them one."""
    shop = start({"DATABASE_URL": database_url})
    assert shop.post("/products", json={"sku": "pin", "stock": 25}).status_code == 201

    response = shop.post("/products", json={"sku": "pin", "stock": 1})

    assert response.status_code == 409
    assert start({"DATABASE_URL": database_url}).get("/products/pin").json() == {"sku": "pin", "stock": 25}
