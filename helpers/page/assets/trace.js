// The trace: rows that grow while things happen, each of which opens. Python sends rows as
// short texts, and the inside of a row when it is asked: { do: "open", row: 7 }.

const AT_ONCE = 60; // rows that are put on the page between two frames
const CALM = 8; // more rows than this at once come without fading in
const SETTLING = 8000; // milliseconds without news until it is no longer asked often
const PATIENCE = 3000; // milliseconds until a question without an answer is explained
const GROUPS = ["all", "request", "webhook", "heard", "problem"];

// --- the model's side: one collection of rows for all views -------------------------------

/** Adds what Python sent to what is there; gives null where something in between is missing. */
function merged(old, part, room) {
  if (old && part.epoch < old.epoch) return old; // come late: it was told anew since
  const fresh = !old || old.epoch !== part.epoch;
  const end = fresh ? 0 : old.first + old.rows.length;
  if (part.from > end && !part.whole) return null;
  const anew = fresh || part.from > end;
  const first = anew ? part.from : old.first;
  const rows = anew ? part.rows : [...old.rows, ...part.rows.slice(Math.max(0, end - part.from))];
  const over = Math.max(0, rows.length - room);
  const lanes = !fresh && part.count < old.count ? old.lanes : part.lanes;
  const count = fresh ? part.count : Math.max(part.count, old.count);
  return { epoch: part.epoch, lanes, count, over: part.count < count ? old.over : part.over, first: first + over, rows: over ? rows.slice(over) : rows };
}

function initialize({ model }) {
  const ask = (message) => {
    try {
      model.send(message);
    } catch {
      model.set("gone", true); // the kernel was restarted: nobody is at the other end
    }
  };
  const take = (part) => {
    const old = model.get("story");
    const story = merged(old, part, model.get("texts").window);
    if (!story) return ask({ do: "look", page: pageName(), epoch: old.epoch, row: old.first + old.rows.length });
    if (story === old) return old;
    if (!old || story.rows.length !== old.rows.length || story.first !== old.first) model.set("news", Date.now());
    model.set("story", story);
    return ask({ do: "have", epoch: story.epoch, row: story.first + story.rows.length });
  };
  const update = () => take(model.get("state"));
  const told = (message) => message.story && take(message.story);
  const probe = () => ask({ do: "nothing" });
  model.set("views", 0);
  update();
  model.on("change:state", update);
  model.on("msg:custom", told);
  model.on("comm_live_update", probe);
  return () => {
    model.off("change:state", update);
    model.off("msg:custom", told);
    model.off("comm_live_update", probe);
  };
}

// --- a view ---------------------------------------------------------------------------------

/** Filter buttons, a search field, and how many rows are shown, in words. */
function tools(t, changed) {
  const chosen = { group: "all", words: "", felt: false };
  const buttons = GROUPS.map((group) =>
    h("button.ahoy-small", { type: "button", "aria-pressed": String(group === "all"), onclick: () => choose(group) }, t[`filter_${group}`]));
  const choose = (group) => {
    chosen.group = group;
    buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(GROUPS[index] === group)));
    changed(chosen);
  };
  const find = h("input.ahoy-find", { type: "search", placeholder: t.find_hint, "aria-label": t.find, autocomplete: "off", spellcheck: "false", dir: "auto" });
  find.addEventListener("input", () => {
    chosen.words = find.value.trim().toLowerCase();
    changed(chosen);
  });
  const felt = h("button.ahoy-small", { type: "button", "aria-pressed": "false" }, t.felt);
  felt.addEventListener("click", () => {
    chosen.felt = !chosen.felt;
    felt.setAttribute("aria-pressed", String(chosen.felt));
    changed(chosen);
  });
  const groups = h("div.ahoy-groups", { role: "group", "aria-label": t.filter }, ...buttons);
  return { el: h("div.ahoy-tools", {}, groups, find, felt), chosen };
}

function fits({ row, words }, chosen) {
  if (chosen.group === "problem" ? !row.problem : chosen.group !== "all" && row.group !== chosen.group) return false;
  return !chosen.words || words.includes(chosen.words);
}

/** The heads and lines of the lanes. */
function stageSet() {
  const heads = h("div.ahoy-heads", { "aria-hidden": "true" });
  const lines = h("div.ahoy-lines", { "aria-hidden": "true" });
  const at = (node, index, count) => {
    node.style.setProperty("--middle", String((index + 0.5) / count));
    return node;
  };
  const set = (lanes) => {
    heads.replaceChildren(...lanes.map(([name, kind], index) =>
      at(h(`span.ahoy-head.ahoy-lane-${kind}`, { title: name }, h("bdi", {}, name)), index, lanes.length)));
    lines.replaceChildren(...lanes.map((_, index) => at(h("span"), index, lanes.length)));
  };
  return { heads, lines, set };
}

/** The picture: a list of rows that is filled a few at a time, so that the page stays quick. */
function picture(t, ask, shown) {
  const set = stageSet();
  const list = h("ol.ahoy-rows", { role: "list", "aria-label": t.rows, "aria-description": t.keys_help });
  const empty = h("p.ahoy-empty", { dir: "auto" }, t.empty);
  const sheet = h("div.ahoy-sheet", {}, set.heads, h("div.ahoy-body", {}, set.lines, list), empty);
  const box = h("div.ahoy-picture", { dir: "ltr" }, sheet); // an arrow means the same on every page
  let [story, stage, lanes, font, frame, current] = [null, null, "", "", 0, null];
  let chosen = { group: "all", words: "" };
  const opened = new Map(); // number of a row → its panel

  const rows = () => [...list.children];
  const visible = () => rows().filter((el) => !el.hidden);
  const isAtEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < 60;

  function update(next) {
    if (story && next.epoch !== story.epoch) clear();
    story = next;
    while (list.firstElementChild && list.firstElementChild.ahoy.number < story.first) drop(list.firstElementChild);
    frame ||= requestAnimationFrame(pump);
  }
  function clear() {
    for (const el of rows()) drop(el);
  }
  function drop(el) {
    opened.delete(el.ahoy.number);
    if (current === el) current = null;
    el.remove();
  }
  function restage(key) {
    lanes = key;
    stage = stageOf(story.lanes);
    font ||= fontOf(box);
    sheet.style.setProperty("--lanes", String(stage.count));
    set.set(story.lanes);
    for (const el of rows()) el.ahoy.line.replaceChildren(...rowParts(el.ahoy.row, stage, font));
  }
  /** Puts the next rows on the page, and comes back in the next frame for more. */
  function pump() {
    frame = 0;
    if (!box.isConnected) return (frame = requestAnimationFrame(pump)); // no font to measure with yet
    const key = JSON.stringify(story.lanes);
    if (key !== lanes) restage(key);
    const follows = isAtEnd() && !opened.size;
    const begin = list.lastElementChild ? list.lastElementChild.ahoy.number + 1 : story.first;
    const more = story.rows.slice(Math.max(0, begin - story.first)).slice(0, AT_ONCE);
    const made = more.map((row, index) => traceRow(row, Math.max(begin, story.first) + index, stage, font, t, toggle));
    for (const el of made) {
      el.hidden = !fits(el.ahoy, chosen);
      el.classList.toggle("ahoy-new", made.length <= CALM && begin > 0);
    }
    list.append(...made);
    if (!current && list.firstElementChild) moveTo(visible()[0] ?? null, false);
    if (follows) box.scrollTop = box.scrollHeight;
    tell();
    if (list.children.length < story.rows.length) frame = requestAnimationFrame(pump);
    return frame;
  }
  function tell() {
    const count = story.rows.length;
    empty.hidden = count > 0;
    shown(visible().length, list.children.length, story);
  }
  function filter(next) {
    chosen = next;
    sheet.classList.toggle("ahoy-shows-felt", chosen.felt);
    for (const el of rows()) el.hidden = !fits(el.ahoy, chosen);
    if (!current || current.hidden) moveTo(visible()[0] ?? null, false);
    tell();
  }

  // Opening: the panel is there at once, its words when Python has answered.
  function toggle(el) {
    moveTo(el, false);
    if (opened.has(el.ahoy.number)) return close(el);
    const one = panel(el.ahoy.row.label, t, () => close(el));
    opened.set(el.ahoy.number, one);
    el.append(one.el);
    el.ahoy.line.setAttribute("aria-expanded", "true");
    one.say(t.asking);
    one.timer = setTimeout(() => one.say(t.slow), PATIENCE);
    ask({ do: "open", epoch: story.epoch, row: el.ahoy.number });
    return el.scrollIntoView({ block: "nearest" });
  }
  function close(el) {
    const one = opened.get(el.ahoy.number);
    if (!one) return;
    clearTimeout(one.timer);
    one.el.remove();
    opened.delete(el.ahoy.number);
    el.ahoy.line.setAttribute("aria-expanded", "false");
    el.ahoy.line.focus({ preventScroll: true });
  }
  function answered({ epoch, row, details }) {
    const one = opened.get(row);
    if (!one || epoch !== story.epoch || one.done) return;
    clearTimeout(one.timer);
    one.done = Boolean(details);
    if (details) one.fill(details);
    else one.say(t.forgotten);
  }
  function lose() {
    for (const one of opened.values()) {
      clearTimeout(one.timer);
      if (!one.done) one.say(t.gone);
    }
  }

  // Keys: one row is in the order of Tab; arrows move from row to row.
  function moveTo(el, focus) {
    if (current) current.ahoy.line.tabIndex = -1;
    current = el;
    if (!el) return;
    el.ahoy.line.tabIndex = 0;
    if (focus) el.ahoy.line.focus();
  }
  function step(key) {
    const all = visible();
    const at = all.indexOf(current);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1, PageDown: at + 10, PageUp: at - 10 }[key];
    if (to === undefined || !all.length) return false;
    moveTo(all[Math.min(all.length - 1, Math.max(0, to))], true);
    return true;
  }
  list.addEventListener("keydown", (event) => {
    const el = event.target.closest(".ahoy-row");
    if (event.key === "Escape" && el && opened.has(el.ahoy.number)) close(el);
    else if (!(event.target.matches(".ahoy-line") && step(event.key))) return;
    event.preventDefault();
  });
  const watcher = new ResizeObserver(() => sheet.classList.toggle("ahoy-moves", box.scrollWidth > box.clientWidth + 1));
  watcher.observe(box);
  watcher.observe(sheet);
  const stop = () => {
    cancelAnimationFrame(frame);
    watcher.disconnect();
    for (const one of opened.values()) clearTimeout(one.timer);
  };
  return { el: box, update, filter, answered, lose, stop };
}

function fontOf(element) {
  const style = getComputedStyle(element);
  return `${style.fontSize} ${style.fontFamily || "sans-serif"}`;
}

function render({ model, el }) {
  const t = model.get("texts");
  const latest = h("span.ahoy-latest", { role: "status" });
  const count = h("span.ahoy-count", { "aria-live": "polite", dir: "auto" });
  const gone = h("p.ahoy-gone", { role: "status", dir: "auto" });
  const ask = (message) => {
    try {
      model.send(message);
    } catch {
      lose();
    }
  };
  const shown = (visible, all, story) => {
    const only = { shown: visible, count: all };
    const words = !all ? "" : !visible ? t.count_none : visible < all ? fill(t.count_some, only) : all === 1 ? t.count_one : fill(t.count, only);
    setText(count, story.first ? `${words} ${fill(t.older, { count: story.first })}` : words);
    if (all === story.rows.length) setText(latest, story.rows.at(-1)?.said ?? "");
  };
  const pictured = picture(t, ask, shown);
  const bar = tools(t, pictured.filter);
  const root = h("figure.ahoy-trace", { role: "group", "aria-label": t.title }, bar.el, pictured.el, h("figcaption.ahoy-foot", {}, count, gone), latest);
  const lose = () => {
    setText(gone, t.gone);
    pictured.lose();
  };
  const update = () => pictured.update(model.get("story"));
  const told = (message) => message.details !== undefined && pictured.answered(message);
  const views = (step) => model.set("views", Math.max(0, (model.get("views") ?? 0) + step));
  const unkept = keeper(root);
  /** Tells what this page has, and so gets what it lacks. */
  const look = () => {
    const have = model.get("story");
    ask({ do: "look", page: pageName(), epoch: have?.epoch ?? 0, row: have ? have.first + have.rows.length : 0 });
  };
  const isLively = () => model.get("story")?.over === false || Date.now() - (model.get("news") ?? 0) < SETTLING;
  const rest = steady(look, isLively);
  el.classList.add("ahoy-host");
  el.append(root);
  views(1);
  if (model.get("story")) update();
  if (model.get("gone")) lose();
  model.on("change:story", update);
  model.on("change:gone", lose);
  model.on("msg:custom", told);
  look();
  const forget = model.get("dock") ? wantDock(model.get("home"), el) : () => {};
  return () => {
    forget();
    rest();
    unkept();
    model.off("change:story", update);
    model.off("change:gone", lose);
    model.off("msg:custom", told);
    views(-1);
    ask({ do: "leave", page: pageName(), row: model.get("views") });
    pictured.stop();
  };
}

export default { initialize, render };
