"""axe-core, which knows the rules of accessible pages. It is an npm package, not ours.

    npm install --prefix .tools axe-core

puts it where these tests look; `AHOY_AXE` names another axe.min.js.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.lab import ROOT

MISSING = ("There is no axe-core. Install it: npm install --prefix .tools axe-core, "
           "or name your axe.min.js in AHOY_AXE.")

RUN = """async (part) => {
    const options = { resultTypes: ["violations"] };
    return (await axe.run(part, options)).violations;
}"""


def find_axe() -> Path | None:
    """The axe.min.js of `AHOY_AXE`, or the one in .tools."""
    here = ROOT / ".tools" / "node_modules" / "axe-core" / "axe.min.js"
    path = Path(os.environ.get("AHOY_AXE") or here)
    return path if path.is_file() else None


def faults(part: Locator, axe: Path) -> list[str]:
    """What is wrong with this part of the page: faults of serious or critical impact."""
    if part.page.evaluate("typeof axe") == "undefined":
        part.page.evaluate(axe.read_text(encoding="utf-8") + ";0")
    found = part.evaluate(RUN)
    return [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
            for one in found if one["impact"] in ("serious", "critical")
            for node in one["nodes"]]
