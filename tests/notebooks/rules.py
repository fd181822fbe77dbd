"""All rules, registered: import `faults` and `RULES` from here."""

from __future__ import annotations

from tests.notebooks import rules_code, rules_frame, rules_lesson, rules_results, rules_text
from tests.notebooks.style import EXCEPTIONS, RULES, Fault, faults

MODULES = (rules_frame, rules_text, rules_code, rules_results, rules_lesson)

__all__ = ["EXCEPTIONS", "MODULES", "RULES", "Fault", "faults"]
