"""Finished: writes what service.log holds, each request with its body, what came of it, and what Python warned of."""

import logging
import sys
import traceback
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("wire")
logger.setLevel(logging.INFO)
logging.captureWarnings(True)
_output = logging.StreamHandler(sys.stderr)
_output.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
for _source in (logger, logging.getLogger("py.warnings")):
    _source.addHandler(_output)


class Log:
    """ASGI middleware that makes a record of each exchange. Bodies are for a day of debugging, never for every day."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        query = f"?{scope['query_string'].decode()}" if scope["query_string"] else ""
        asked, answered, status = f"{scope['method']} {scope['path']}{query} ", b"", 500

        async def hear() -> Message:
            nonlocal asked
            message = await receive()
            asked += message.get("body", b"").decode()
            return message

        async def tell(message: Message) -> None:
            nonlocal answered, status
            status = message.get("status", status)
            answered += message.get("body", b"")
            await send(message)

        try:
            await self.app(scope, hear, tell)
        except Exception as error:
            logger.error("%s -> 500%s", asked.strip(), _told(error))
            raise
        logger.info("%s -> %s %s", asked.strip(), status, answered.decode())


def _told(error: Exception) -> str:
    """The end of the traceback, in the service's own files only."""
    frames = traceback.extract_tb(error.__traceback__)[1:]  # the first is this file's
    frames = [frame for frame in frames if Path(frame.filename).parent == Path(__file__).parent]
    lines = [f"\n  {Path(frame.filename).name}:{frame.lineno} in {frame.name}: {frame.line}" for frame in frames]
    return f"{''.join(lines)}\n  {type(error).__name__}: {error}"
