"""The supplier's client library. An order takes it two seconds, in which its thread does nothing else.

So that nobody has to wait here, it does not sleep: it looks whether it would have held an event loop up.
"""

import asyncio
from secrets import token_hex

_received: list[dict[str, str | int]] = []


class LoopBlockedError(RuntimeError):
    """For two seconds nobody else would have got an answer."""


def order(sku: str, quantity: int) -> str:
    """Order from the supplier, who answers with a reference."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:  # no loop in this thread: only this thread waits
        reference = f"S-{token_hex(4)}"
        _received.append({"sku": sku, "quantity": quantity, "reference": reference})
        return reference
    raise LoopBlockedError("the event loop stood still for 2 s: no other request was served")


def received() -> list[dict[str, str | int]]:
    """The orders that have arrived there."""
    return list(_received)
