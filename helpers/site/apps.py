"""What can be served and what can't, each with a sentence that says what to do."""

from __future__ import annotations

import inspect
import sys
from typing import Any

from ahoy import AhoyError
from ahoy.web.asgi_server import is_asgi


class NotAWebApp(AhoyError):
    """`serve` was given something that is no web app. The message says what to give."""


APP_RUN = (
    "app.run() does not work in a notebook: it would hold this cell for ever, and with "
    "debug=True start the kernel a second time. Use this instead: site = serve(app)"
)


def check_app(app: Any) -> None:
    """Raises `NotAWebApp` unless `app` can be called as a WSGI or an ASGI app."""
    if sentence := _objection(app):
        raise NotAWebApp(f"{sentence} Nothing is served.")


def _objection(app: Any) -> str:
    if isinstance(app, str):
        return (f"serve() needs the app itself, not the text {app!r}. "
                "Write serve(app), where app = Flask(__name__).")
    if inspect.isclass(app) and "__call__" in _defined(app):
        return (f"serve() needs an app, not the class {app.__name__}. Make one first: "
                f"app = {app.__name__}(__name__).")
    if not callable(app):
        return (f"serve() can't serve {_a(app)}: it needs a WSGI app, such as "
                "app = Flask(__name__).")
    if is_asgi(app):
        return ""
    if not _takes_two(app):
        name = getattr(app, "__name__", type(app).__name__)
        return (f"serve() can't serve {name}: a WSGI app is called with two things, environ and "
                "start_response. To serve a view, make it a part of an app: "
                f'app = Flask(__name__), then app.post("/voice")({name}).')
    return ""


def _defined(kind: type) -> set[str]:
    """The names that a class and its parents define for their objects."""
    return {name for one in kind.__mro__[:-1] for name in vars(one)}


def _takes_two(app: Any) -> bool:
    try:
        inspect.signature(app).bind({}, None)
    except TypeError:
        return False
    except ValueError:  # a built-in that does not say
        return True
    return True


def _a(thing: Any) -> str:
    return "None" if thing is None else f"this {type(thing).__name__}"


# --- app.run() in a cell ----------------------------------------------------------------------

_watched: set[int] = set()


def refuse_app_run(shell: Any) -> None:
    """In this IPython shell, Flask's `app.run()` gives a sentence instead of a second kernel.

    Flask is not imported for this before a cell wants it.
    """
    _replace_run()
    if id(shell) not in _watched:
        _watched.add(id(shell))
        shell.events.register("pre_run_cell", _before_cell)


def _before_cell(info: Any = None) -> None:
    if "flask" not in sys.modules and "flask" in (getattr(info, "raw_cell", "") or ""):
        try:
            import flask  # noqa: F401 - the cell is about to do the same
        except ImportError:
            return
    _replace_run()


def _replace_run() -> None:
    flask = sys.modules.get("flask")
    if flask is not None and hasattr(flask, "Flask"):
        flask.Flask.run = _refused_run


def _refused_run(app: Any, *args: Any, **options: Any) -> None:
    raise NotAWebApp(APP_RUN)
