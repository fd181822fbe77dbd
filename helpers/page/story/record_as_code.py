"""A record as code to copy: the same request with curl, and with Twilio's SDK.

Credentials are names of environment variables, never values. The SDK call is looked up in
the SDK itself; where it has none that fits, `client.request` says the same.
"""

from __future__ import annotations

import inspect
import os
import re
import shlex
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from ahoy.trace import Request, Webhook

ACCOUNT, TOKEN = "$TWILIO_ACCOUNT_SID", "$TWILIO_AUTH_TOKEN"
LINE = 88
_ROOT = re.compile(r"^/2010-04-01/Accounts/(AC\w+)")
_VERBS = {"POST": ("create", "update"), "GET": ("list", "fetch"), "DELETE": ("", "delete")}


# --- curl -------------------------------------------------------------------------------------


def as_curl(record: Request | Webhook) -> str:
    """The request as one command of a shell; nothing in it is carried out by the shell."""
    if isinstance(record, Webhook):
        head = [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in record.headers.items()
                if name == "X-Twilio-Signature"]
        url, parts = shlex.quote(record.url), head + _fields(record)
        return _command(record.method, url, parts)
    own = os.environ.get("TWILIO_ACCOUNT_SID", "")
    sid = found.group(1) if (found := _ROOT.match(record.path)) else own
    account = ACCOUNT if sid == own else sid
    url = _in_double_quotes(record.url)
    if own and sid == own:
        url = url.replace(own, ACCOUNT)
    return _command(record.method, url, [*_fields(record), f'-u "{account}:{TOKEN}"'])


def _fields(record: Request | Webhook) -> list[str]:
    if isinstance(record, Webhook) and record.method == "GET":
        return []  # they stand in the URL
    pairs = [(name, value) for name, values in record.params.items()
             for value in (values if isinstance(values, list) else [values])]
    fields = [f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in pairs]
    return (["-G"] if fields and record.method == "GET" else []) + fields


def _command(method: str, url: str, parts: list[str]) -> str:
    return " \\\n  ".join([f"curl -X {shlex.quote(method)} {url}", *parts])


def _in_double_quotes(url: str) -> str:
    """Safe in double quotes: what a shell would read as its own becomes %xx."""
    return '"' + quote(url, safe="/:?=&+,;@-._~%") + '"'


# --- Python ------------------------------------------------------------------------------------


def as_python(record: Request) -> str:
    """The call of the SDK that sends this request, or `client.request` with the same."""
    try:
        return _sdk_call(record)
    except LookupError:
        data = "params" if record.method == "GET" else "data"
        values = [f"{data}={dict(record.params)!r}"] if record.params else []
        return _call("client.request", [repr(record.method), repr(record.url), *values])


def _sdk_call(record: Request) -> str:
    """Raises `LookupError` where the SDK has no call that fits."""
    at, code = _walk(record)
    verb = next((verb for verb in _VERBS.get(record.method, ())[::-1] if hasattr(at, verb)), "")
    if not verb:
        raise LookupError(record.path)
    known = inspect.signature(getattr(at, verb)).parameters
    values = [_value(known, name, value) for name, value in record.params.items()]
    return _call(f"{code}.{verb}", [one for one in values if one])


def _walk(record: Request) -> tuple[Any, str]:
    """The object of the SDK that stands for this path, and the code that gets it."""
    from twilio.rest import Client

    client = Client(os.environ.get("TWILIO_ACCOUNT_SID") or "AC" + "0" * 32, "not used")
    root = _ROOT.match(record.path)
    if root and root.group(1) != client.account_sid:
        raise LookupError(record.path)
    rest = record.path[root.end():] if root else record.path
    parts = [unquote(part) for part in re.sub(r"\.json$", "", rest).strip("/").split("/") if part]
    if root:
        return _step_through(client, "client", parts or ["api", "account"])
    product = urlsplit(record.url).netloc.partition(".")[0]
    return _step_through(client, "client", [product, *parts])


def _step_through(at: Any, code: str, parts: list[str]) -> tuple[Any, str]:
    from twilio.base.list_resource import ListResource

    for part in parts:
        found = None if _ID_LIKE.match(part) else _resource(at, _snake(part))
        if found is not None:
            at, code = found, f"{code}.{_snake(part)}"
        elif isinstance(at, ListResource) and callable(at):
            at, code = at(part), f"{code}({_quoted(part)})"
        else:
            raise LookupError(part)
    return at, code


_ID_LIKE = re.compile(r"^([A-Z]{2}[0-9a-f]{32}|\+\d+)$")


def _resource(thing: Any, name: str) -> Any:
    """What the SDK keeps under this name, if it is a piece of the API and not a method."""
    from twilio.base.domain import Domain
    from twilio.base.instance_context import InstanceContext
    from twilio.base.list_resource import ListResource
    from twilio.base.version import Version

    is_known = name.isidentifier() and not name.startswith("_") and hasattr(type(thing), name)
    found = getattr(thing, name) if is_known else None
    return found if isinstance(found, Domain | InstanceContext | ListResource | Version) else None


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _value(known: Any, name: str, value: Any) -> str:
    """`to="+1…"` for `To`. Raises `LookupError` for a parameter that the method lacks."""
    if name in ("Page", "PageToken"):
        return ""
    mark = {"<": "_before", ">": "_after"}.get(name[-1:], "")
    key = "limit" if name == "PageSize" else _snake(name.rstrip("<>")) + mark
    key = f"{key}_" if f"{key}_" in known else key
    if key not in known:
        raise LookupError(name)
    return f"{key}={_literal(str(known[key].annotation), value)}"


def _literal(kind: str, value: Any) -> str:
    if "List[" in kind and not isinstance(value, list):
        value = [value]
    if isinstance(value, list):
        return "[" + ", ".join(_quoted(one) for one in value) + "]"
    if "bool" in kind and value.lower() in ("true", "false"):
        return value.title()
    if "int" in kind and value.isdecimal() and value.isascii():
        return str(int(value))
    return _quoted(value)


def _quoted(text: str) -> str:
    """`text` as a Python literal, in double quotes where that needs no escapes."""
    return repr(text) if '"' in text else '"' + repr("'" + text)[2:]


def _call(name: str, values: list[str]) -> str:
    line = f"{name}({', '.join(values)})"
    if len(line) <= LINE:
        return line
    return "\n".join([f"{name}(", *(f"    {value}," for value in values), ")"])
