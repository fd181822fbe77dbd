// The dock: a strip of phones at the edge of the notebook, of which one is open. It takes room
// of its own, so that it covers nothing. The one that rings opens; folded away it stays folded.

const FOLDED = "ahoy.dock.folded";
const SIDE = 720; // pixels that a notebook is wide at least to have the dock at its side

const isActive = (state) => state.status !== "idle" && state.status !== "lost";
const inboundOf = (state) => state.messages.filter((one) => one.direction === "inbound").length;

function remembered() {
  try {
    return localStorage.getItem(FOLDED) === "1";
  } catch {
    return false;
  }
}

function remember(folded) {
  try {
    localStorage.setItem(FOLDED, folded ? "1" : "0");
  } catch {
    // a page without a memory
  }
}

/** One phone in the strip: its disc, a card while it rings unopened, and its view once opened. */
function member(t, model, changed, choose, take) {
  const letter = h("span.ahoy-disc", { "aria-hidden": "true" });
  const name = h("span.ahoy-disc-name", { "aria-hidden": "true" });
  const news = h("span.ahoy-badge", { "aria-hidden": "true", hidden: true });
  const disc = h("button.ahoy-one", { type: "button", onclick: () => choose(me) }, letter, news, name);
  const send = (message) => sends(model, touchOf(message));
  const round = (kind, onclick) =>
    h(`button.ahoy-round.ahoy-${kind}`, { type: "button", onclick }, icon("phone"), h("span.ahoy-unseen", {}));
  const answer = round("answer", () => (send({ do: "answer" }), take(me)));
  const decline = round("decline", () => send({ do: "decline" }));
  const who = h("span.ahoy-grow", {});
  const card = h("div.ahoy-card", { role: "group", hidden: true }, who, decline, answer);
  const seeing = whenSeen(answer, () => !card.hidden && sends(model, { do: "seen" }));
  const me = { model, disc, card, state: model.get("state"), unread: 0, phone: null, view, show, mark, stop };

  /** Its whole handset, made when it is first opened. */
  function view() {
    me.phone ??= connect(model);
    return me.phone.root;
  }
  function mark(isOpen, isFolded) {
    const { state } = me;
    const given = state.name === state.number ? state.number : state.name;
    disc.setAttribute("aria-pressed", String(isOpen && !isFolded));
    disc.dataset.status = state.status;
    disc.style.setProperty("--ahoy-hue", hueOfPhone(state.number));
    const label = { name: given, status: t[`status_${state.status}`] ?? state.status, count: me.unread };
    disc.setAttribute("aria-label", fill(me.unread ? t.disc_news : t.disc, label));
    setText(letter, /^\p{L}/u.test(given) ? [...given][0].toUpperCase() : "☎");
    setText(name, given);
    news.hidden = me.unread === 0;
    setText(news, String(me.unread));
    card.hidden = state.status !== "ringing" || (isOpen && !isFolded);
    card.setAttribute("aria-label", fill(t.rings, { name: given }));
    setText(who, fill(t.rings, { name: given }));
    setText(answer.lastElementChild, `${t.answer}: ${given}`);
    setText(decline.lastElementChild, `${t.decline}: ${given}`);
    seeing.check();
  }
  function show() {
    const [old, next] = [me.state, model.get("state")];
    if (next.seq < old.seq) return;
    me.state = next;
    const rang = isActive(next) && !isActive(old);
    const texts = Math.max(0, inboundOf(next) - inboundOf(old));
    const wrote = next.messages.length > old.messages.length;
    changed(me, { matters: rang || wrote, texts });
  }
  function stop() {
    model.off("change:state", show);
    seeing.stop();
    me.phone?.stop();
  }
  model.on("change:state", show);
  return me;
}

/** The dock of one notebook. `alive()` is false when the kernel has gone. */
function dockOf(model, panel, alive) {
  const t = model.get("texts");
  const members = new Map();
  let [open, folded, ended] = [null, remembered(), false];
  const discs = h("div.ahoy-discs", {});
  const fold = h("button.ahoy-fold", { type: "button", onclick: () => setFolded(!folded) }, icon("fold"));
  const cards = h("div.ahoy-cards", {});
  const stage = h("div.ahoy-open", {});
  const spoken = h("span.ahoy-spoken", { role: "status" });
  const bar = h("div.ahoy-bar", {}, discs, fold);
  const el = h("div.ahoy-dock", { role: "region", "aria-label": t.dock, hidden: true }, bar, cards, stage, spoken);

  function setFolded(next) {
    folded = next;
    remember(next);
    layOut();
  }
  const isBusy = () => open && (isActive(open.state) || (stage.contains(document.activeElement) && isTyping(document.activeElement)));
  function choose(one) {
    const again = one === open && !folded;
    if (again) return setFolded(true);
    if (folded) setFolded(false);
    return select(one);
  }
  function select(one) {
    open = one;
    one.unread = 0;
    stage.replaceChildren(one.view());
    return layOut();
  }
  /** Whoever answers a phone wants to talk on it. */
  const take = (one) => folded || select(one);
  function changed(one, { matters, texts }) {
    if (matters && one !== open && !isBusy()) select(one);
    if (texts && (one !== open || folded)) one.unread += texts;
    if (one.state.status === "ringing" && (one !== open || folded)) setText(spoken, fill(t.rings, one.state));
    layOut();
  }
  function layOut() {
    if (ended) return;
    el.hidden = members.size === 0;
    fold.setAttribute("aria-expanded", String(!folded));
    fold.setAttribute("aria-label", folded ? t.unfold : t.fold);
    fold.title = folded ? t.unfold : t.fold;
    el.classList.toggle("ahoy-folded", folded);
    stage.hidden = folded;
    for (const one of members.values()) one.mark(one === open, folded);
    place();
  }
  /** Makes room: the notebook beside or above the dock is as much smaller. */
  function place() {
    const book = panel.querySelector(".jp-Notebook");
    if (!book || !panel.clientWidth) return;
    const isSide = panel.clientWidth >= SIDE;
    el.dataset.place = isSide ? "side" : "below";
    panel.classList.toggle("ahoy-docked-side", isSide && !el.hidden);
    panel.classList.toggle("ahoy-docked-below", !isSide && !el.hidden);
    panel.style.setProperty("--ahoy-top", `${book.offsetTop}px`);
    panel.style.setProperty("--ahoy-wide", `${el.offsetWidth}px`);
    panel.style.setProperty("--ahoy-high", `${el.offsetHeight}px`);
  }
  async function follow() {
    const wanted = model.get("phones");
    for (const [name, one] of members) {
      if (wanted.includes(name)) continue;
      one.stop();
      for (const part of [one.disc, one.card]) part.remove();
      if (open === one) open = null;
      members.delete(name);
    }
    for (const name of wanted) if (!members.has(name)) await join(name);
    if (ended) return;
    for (const name of wanted) {
      const one = members.get(name);
      if (one) discs.append(one.disc), cards.append(one.card);
    }
    if (!open && members.size) select([...members.values()].find((one) => isActive(one.state)) ?? members.values().next().value);
    layOut();
  }
  async function join(name) {
    try {
      const phone = await model.widget_manager.get_model(name);
      if (!ended && !members.has(name)) members.set(name, member(t, phone, changed, choose, take));
    } catch {
      setTimeout(() => ended || follow(), 300); // its first message is still on the way
    }
  }
  /** The wheel goes on to the notebook, unless something in the dock scrolls. */
  function roll(event) {
    const outer = panel.querySelector(".jp-WindowedPanel-outer");
    for (let part = event.target; part && part !== el; part = part.parentElement) {
      const room = part.scrollHeight - part.clientHeight;
      const moves = /auto|scroll/.test(getComputedStyle(part).overflowY) && room > 1;
      if (moves && (event.deltaY < 0 ? part.scrollTop > 0 : part.scrollTop < room - 1)) return;
    }
    outer?.scrollBy(0, event.deltaMode === 1 ? event.deltaY * 20 : event.deltaY);
  }
  const unkept = keeper(el);
  const watcher = new ResizeObserver(place);
  const leave = attendantOf(model.get("home")).join((message) => sends(model, message));
  const rest = steady(() => sends(model, { do: "look" }), () => false);
  function remove() {
    ended = true;
    watcher.disconnect();
    unkept();
    rest();
    leave();
    attendantOf(model.get("home")).dock(-1);
    for (const one of members.values()) one.stop();
    model.off("change:phones", follow);
    panel.classList.remove("ahoy-docked-side", "ahoy-docked-below");
    el.remove();
  }
  el.addEventListener("wheel", roll, { passive: true });
  panel.ahoyDock?.remove();
  panel.ahoyDock = { remove, check: () => alive() || remove() };
  panel.append(el);
  watcher.observe(panel);
  watcher.observe(el);
  attendantOf(model.get("home")).dock(1);
  model.on("change:phones", follow);
  follow();
  return panel.ahoyDock;
}

/** The notebook of this path: the tab that names it says which panel; one alone needs no name. */
function panelOf(path) {
  const panels = [...document.querySelectorAll(".jp-NotebookPanel")];
  if (panels.length === 1) return panels[0];
  const tabOf = (panel) => document.getElementById(panel.getAttribute("aria-labelledby") ?? "");
  return path && panels.find((panel) => tabOf(panel)?.title.split("\n").some((line) => line.endsWith(` ${path}`)));
}

function initialize({ model }) {
  const docks = docksOf(model.get("home"));
  const made = new Map();
  const alive = () => sends(model, { do: "nothing" });
  const gone = () => {
    for (const dock of made.values()) dock.check();
  };
  docks.mount = (panel) => made.has(panel) || made.set(panel, dockOf(model, panel, alive));
  for (const panel of docks.panels) docks.mount(panel);
  const panel = panelOf(model.widget_manager?.context?.path);
  if (panel) docks.mount(panel); // else the first view of ours tells which one
  model.on("comm_live_update", gone);
  return () => {
    model.off("comm_live_update", gone);
    for (const dock of made.values()) dock.remove();
    docks.mount = null;
  };
}

export default { initialize };
