"""Puts a call of the SDK to the simulator's REST API, in a world of its own that never runs."""

from __future__ import annotations

import json
import re
from typing import Any

from twilio.http import HttpClient
from twilio.http.response import Response

from ... import api
from ...doors.sdk_client import as_request
from ...world import World

_ACCOUNT = re.compile(r"(/Accounts/)[^/.]+")
_PARAMETER = re.compile(r"^Ahoy does not simulate the parameter (\w+) yet\.")


class Asker(HttpClient):  # type: ignore[misc]  # untyped: the SDK has no py.typed
    """A transport that notes what is refused as not simulated. All other answers are `{}`.

    `refusals`: the sentences since they were last taken; `count`: requests so far. Time
    stands still in its world, so no call is made and no site is asked.
    """

    def __init__(self) -> None:
        super().__init__(None, False, None)
        self.world = World(clock="virtual")
        self.count = 0
        self.refusals: list[str] = []

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, *_: object) -> None:
        self.world.close()

    def client(self) -> Any:
        """A client of the SDK that asks here."""
        from twilio.rest import Client

        return Client(self.world.account.sid, self.world.account.auth_token, http_client=self)

    def request(self, method: str, uri: str, params: Any = None, data: Any = None,
                headers: Any = None, auth: Any = None, timeout: Any = None,
                allow_redirects: bool = False) -> Response:
        """Asks the API, which may refuse with 501; a refused parameter is left out then."""
        self.count += 1
        uri = _ACCOUNT.sub(rf"\g<1>{self.world.account.sid}", uri)
        asked = as_request(method, uri, params, data, headers, self._credentials())
        while refused := self._refusal(asked):
            self.refusals.append(refused)
            name = _PARAMETER.search(refused)
            if name is None:
                return Response(501, json.dumps({"message": refused}))
            asked.params.pop(name[1], None)
            asked.form.pop(name[1], None)
        return Response(200, "{}")

    def _credentials(self) -> tuple[str, str]:
        return self.world.account.sid, self.world.account.auth_token

    def _refusal(self, asked: Any) -> str:
        with self.world.lock:
            reply = api.handle(self.world, asked)
        return json.loads(reply.body)["message"] if reply.status == 501 else ""

    def take(self) -> list[str]:
        """The refusals since the last time."""
        taken, self.refusals = self.refusals, []
        return taken
