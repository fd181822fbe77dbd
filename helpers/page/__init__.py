"""What people see and touch: handset, trace, forms, badge.

Nothing here is imported by the simulator. Each part is loaded when it is first shown.
"""

from __future__ import annotations

import sys
from typing import Any


def install(ip: Any = None) -> None:
    """Has notebooks show a handset as a telephone. Without IPython it does nothing."""
    if ip is None:
        ip = _running_shell()
    formatter = getattr(ip, "display_formatter", None)
    if formatter is not None:
        from ahoy.phones import Handset

        formatter.mimebundle_formatter.for_type(Handset, _handset_bundle)


def docked(phone: Any) -> Any:
    """In a notebook this handset stays in sight, at the edge of the page. Gives it again."""
    if hasattr(_running_shell(), "kernel"):
        from .phones import dock, handset_widget  # noqa: F401 - the second says how the dock shows a phone

        dock.follow()
    return phone


def _running_shell() -> Any:
    """IPython's shell, or None; a plain script does not load IPython for this."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _handset_bundle(handset: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    from .phones.handset_widget import bundle

    return bundle(handset), {}  # IPython wants a registered function's metadata, too
