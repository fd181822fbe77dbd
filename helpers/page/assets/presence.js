// Whether a person is there: this page is visible, and was used lately. Python waits for people
// who are there, and for nobody else.

const LATELY = 60000; // milliseconds since the last touch of the page
const AGAIN = 5000; // milliseconds until it is said again: what was said holds for 13 s
const USES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
const IN_VIEW = 300; // milliseconds that a button is in view before it counts as seen

const pageName = () => shared("page", () => Math.random().toString(36).slice(2));

/** When the page was used last. In a frame one can't know: there it always was. */
const lastUse = () =>
  shared("use", () => {
    const use = { at: Date.now(), framed: window.top !== window };
    for (const name of USES) window.addEventListener(name, () => (use.at = Date.now()), { capture: true, passive: true });
    return use;
  });

const isThere = () => !document.hidden && (lastUse().framed || Date.now() - lastUse().at < LATELY);

/** Tells the kernel `home` about this page's reader. One teller, however many phones there are. */
function attendant(home) {
  const senders = new Set();
  let [said, at, docks] = ["", 0, 0];
  const tell = (there = isThere()) => {
    const message = { do: there ? "there" : "away", page: pageName(), docked: docks > 0 };
    const words = JSON.stringify(message);
    if (words === said && Date.now() - at < AGAIN) return;
    for (const send of [...senders].reverse()) {
      if (!send(message)) continue;
      [said, at] = [words, Date.now()];
      return;
    }
  };
  lastUse();
  setInterval(tell, 1000);
  document.addEventListener("visibilitychange", () => tell());
  for (const name of ["pointerdown", "keydown"]) window.addEventListener(name, () => tell(), { capture: true, passive: true });
  window.addEventListener("pagehide", () => tell(false));
  return {
    join(send) {
      senders.add(send);
      tell();
      return () => senders.delete(send);
    },
    dock(step) {
      docks += step;
      tell();
    },
  };
}

function attendantOf(home) {
  const all = shared("attendants", () => new Map());
  if (!all.has(home)) all.set(home, attendant(home));
  return all.get(home);
}

/** Calls `seen()` when `button` has been in view for a moment, as often as it comes into view. */
function whenSeen(button, seen) {
  let [inView, waiting] = [false, 0];
  const check = () => inView && !document.hidden && seen();
  const watcher = new IntersectionObserver((entries) => {
    inView = entries.at(-1).intersectionRatio > 0.9;
    clearTimeout(waiting);
    if (inView) waiting = setTimeout(check, IN_VIEW);
  }, { threshold: [0, 0.9, 1] });
  watcher.observe(button);
  return {
    check,
    stop: () => {
      clearTimeout(waiting);
      watcher.disconnect();
    },
  };
}

// --- the dock, which any view of ours brings to its notebook ---------------------------------

const docksOf = (home) => {
  const all = shared("docks", () => new Map());
  if (!all.has(home)) all.set(home, { panels: new Set(), mount: null });
  return all.get(home);
};

/** Has the phones of this kernel docked at the notebook that `el` stands in. */
function wantDock(home, el) {
  let tries = 0;
  const find = () => {
    const panel = el.closest(".jp-NotebookPanel");
    if (!panel) return void (++tries < 200 && (waiting = setTimeout(find, tries < 20 ? 20 : 500)));
    const docks = docksOf(home);
    docks.panels.add(panel);
    docks.mount?.(panel);
  };
  let waiting = setTimeout(find, 0);
  return () => clearTimeout(waiting);
}
