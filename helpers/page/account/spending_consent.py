"""The button that lets a session spend, in live mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import page_words
from ..widget_line import cure, view


def show(sentence: str, agree: Callable[[], None]) -> Any:
    """Shows the question with its button; a click calls `agree()`. Gives the widget."""
    import ipywidgets as w
    from IPython.display import display

    words = page_words.CONSENT
    label = w.Label(sentence)
    button = w.Button(description=words["agree"], layout=w.Layout(width="auto"))

    def clicked(_: Any) -> None:
        agree()
        button.disabled, label.value = True, words["agreed"]

    button.on_click(clicked)
    box = w.VBox([label, button])
    cure(label, button, box)
    display(view(box, f"{sentence} [{words['agree']}]"), raw=True)
    return box
