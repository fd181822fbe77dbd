// The keyboard goes on: a click on something of ours leaves the notebook's active cell where it
// is, and the notebook's own keys still reach the notebook.

const EDITING = ["a", "c", "v", "x", "y", "z"]; // with Ctrl or Cmd: what one does with a text

const isTyping = (element) => Boolean(element?.matches?.("input, textarea, select, [contenteditable=true]"));

/** The notebook around this element (of JupyterLab or Notebook 7), or null. */
const notebookOf = (element) => element.closest(".jp-NotebookPanel")?.querySelector(".jp-Notebook") ?? null;

/** What this key means to the notebook: "run" (and all that needs its focus), "command", or "". */
function meant(event, byMouse) {
  if (event.isComposing || event.defaultPrevented) return "";
  const [modified, key] = [event.ctrlKey || event.metaKey || event.altKey, event.key];
  if (key === "Enter") return modified || event.shiftKey ? "run" : "";
  if (key === "Escape" && !modified) return "run";
  if (modified) return event.altKey || key.length > 1 || EDITING.includes(key.toLowerCase()) ? "" : "command";
  const moves = (key === "ArrowUp" || key === "ArrowDown") && byMouse && !isTyping(event.target);
  return moves && !event.shiftKey ? "run" : "";
}

/** Gives this key to the notebook, and for a key that moves there the focus, too. */
function handOver(event, notebook, meaning) {
  const cell = notebook.querySelector(".jp-Cell.jp-mod-active") ?? notebook;
  if (meaning === "run") cell.focus({ preventScroll: true });
  const { key, code, keyCode, which, shiftKey, ctrlKey, altKey, metaKey } = event;
  cell.dispatchEvent(new KeyboardEvent("keydown", { key, code, keyCode, which, shiftKey, ctrlKey, altKey, metaKey, bubbles: true, cancelable: true, composed: true }));
}

/** Keeps this part of the page out of the notebook's way. Gives a function that ends it.
 * `first`: before its fields see a key; those of ipywidgets let none go on. */
function keeper(root, first = false) {
  let byMouse = false;
  const listeners = {
    mousedown: (event) => {
      byMouse = true;
      event.stopPropagation(); // else its cell becomes the active one
    },
    focusin: (event) => event.stopPropagation(), // and so it would by the focus
    keydown: (event) => {
      if (event.key === "Tab") byMouse = false;
      if (!first) event.stopPropagation(); // the notebook's shortcuts must not see our keys
      const [notebook, meaning] = [notebookOf(root), meant(event, byMouse)];
      if (!meaning || !notebook) return;
      event.preventDefault();
      event.stopPropagation();
      handOver(event, notebook, meaning);
    },
  };
  const stays = (event) => event.stopPropagation();
  for (const [name, listener] of Object.entries(listeners)) root.addEventListener(name, listener, first && name === "keydown");
  if (first) root.addEventListener("keydown", stays);
  if (!root.hasAttribute("tabindex")) root.tabIndex = -1; // a click takes the focus no further up
  root.dataset.lmSuppressShortcuts = "true";
  return () => {
    for (const [name, listener] of Object.entries(listeners)) root.removeEventListener(name, listener, first && name === "keydown");
    root.removeEventListener("keydown", stays);
  };
}

/** The same for the box of this class around `el`, which may come onto the page later. */
function keepAround(el, selector) {
  let [tries, stop, kept] = [0, null, null];
  const keep = () => {
    kept = el.closest(selector);
    if (kept?.dataset.ahoyKept) return;
    if (!kept) return void (++tries < 100 && (waiting = setTimeout(keep, 100)));
    kept.dataset.ahoyKept = "yes";
    stop = keeper(kept, true);
  };
  let waiting = setTimeout(keep, 0);
  return () => {
    clearTimeout(waiting);
    if (!stop) return;
    stop();
    delete kept.dataset.ahoyKept;
  };
}
