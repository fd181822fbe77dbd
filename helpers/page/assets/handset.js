// A telephone on the page. Python sends `state`; the person's touch goes back as small
// messages: { do: "answer" }, { do: "press", keys: "1" }, … Nothing else travels.

const HUES = [24, 268, 230, 45, 197, 338, 152]; // one for each handset, by its last digits
const READING = 8000; // milliseconds that the words of a call stay in front when a text comes
const PATIENCE = 3000; // milliseconds until a touch without any effect is explained

const hueOfPhone = (number) => String(HUES[(parseInt(number.slice(-4), 10) || 0) % HUES.length]);

/** Who this is: a disc with the initial, name, number, and the status in words. */
function identity(t, sounds) {
  const disc = h("span.ahoy-disc", { "aria-hidden": "true" });
  const given = h("bdi");
  const name = h("span.ahoy-name", {}, given);
  const number = h("span.ahoy-own");
  const status = h("span.ahoy-status", { "aria-hidden": "true" });
  const spoken = h("span.ahoy-spoken", { role: "status" });
  const sound = soundSwitch(t, sounds);
  const el = h("div.ahoy-identity", {}, disc, h("div.ahoy-who", {}, name, number), status, sound.el, spoken);
  const update = (s) => {
    setText(disc, /^\p{L}/u.test(s.name) ? [...s.name][0].toUpperCase() : "☎");
    name.hidden = s.name === s.number;
    setText(given, s.name);
    number.replaceChildren(numberText(s.number));
    setText(status, t[`status_${s.status}`] ?? s.status);
    setText(spoken, fill(t[`spoken_${s.status}`] ?? "", { peer: s.peer || t.unknown }));
  };
  return { el, update, stop: sound.stop };
}

/** Two tabs, moved through by arrow keys; `select(0)` is the call, `select(1)` the texts. */
function tabs(t, id, panels) {
  const badge = h("span.ahoy-badge", { hidden: true });
  const tab = (word, symbol, extra, index) =>
    h("button.ahoy-tab", { type: "button", role: "tab", id: `${id}-tab${index}`, "aria-controls": `${id}-panel${index}`, onclick: () => select(index) }, icon(symbol), h("span", {}, word), extra);
  const buttons = [tab(t.tab_call, "phone", null, 0), tab(t.tab_texts, "text", badge, 1)];
  const el = h("div.ahoy-tabs", { role: "tablist" }, ...buttons);
  let [current, unread] = [0, 0];
  panels.forEach((panel, index) => {
    panel.id = `${id}-panel${index}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", `${id}-tab${index}`);
  });
  function select(index) {
    current = index;
    if (index === 1) count(0);
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === index));
      button.tabIndex = i === index ? 0 : -1;
      panels[i].hidden = i !== index;
    });
    showEnds(panels[index]);
  }
  function count(number) {
    unread = number;
    badge.hidden = number === 0;
    setText(badge, fill(t.new_texts, { count: number }));
  }
  el.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    select(1 - current);
    buttons[current].focus();
  });
  return { el, select, arrived: (number) => current === 1 || count(unread + number) };
}

/** The whole handset: its parts, its keys, and the patience with a kernel that is busy. */
function handset(t, send, sounds) {
  let [state, timer, ended, fresh] = [null, null, 0, Date.now()];
  const root = h("div.ahoy-handset", { role: "group", tabindex: "0", "aria-description": t.keys_help });
  const problem = h("p.ahoy-problem", { role: "alert", hidden: true });
  const say = (words) => {
    problem.hidden = !words;
    problem.replaceChildren(...(words ? [icon("warning"), h("span", { dir: "auto" }, words)] : []));
  };
  const act = (message) => {
    clearTimeout(timer);
    timer = setTimeout(() => say(t.slow), PATIENCE);
    send(message);
    if (message.do === "press") pad.flash(message.keys);
  };
  const pad = keypad(t, act);
  const callParts = [stage(t, act), talk(t), pad, actions(t, act)];
  const callPanel = h("div.ahoy-panel.ahoy-call", {}, ...callParts.map((part) => part.el));
  const textPart = texts(t, act);
  const textPanel = h("div.ahoy-panel", {}, textPart.el);
  const tabBar = tabs(t, `ahoy-${Math.random().toString(36).slice(2)}`, [callPanel, textPanel]);
  const who = identity(t, sounds);
  const script = byItself("script", "script", t, act, scriptText(t));
  const then = h("p.ahoy-then", { hidden: true }, icon("clock"), h("span.ahoy-grow", {}, t.then_text), h("button.ahoy-takeover", { type: "button", onclick: () => act({ do: "now" }) }, t.then_now));
  root.append(who.el, tabBar.el, callPanel, textPanel, script.el, then, problem);
  const parts = [who, ...callParts, textPart, script];

  function update(next) {
    const old = state;
    state = { ...next, seenAt: Date.now() };
    if (old && (old.status !== next.status || old.lines.length !== next.lines.length || old.messages.length !== next.messages.length)) fresh = Date.now();
    clearTimeout(timer);
    const focused = root.contains(document.activeElement);
    root.dataset.status = state.status;
    root.dataset.then = String(Boolean(state.then));
    then.hidden = !state.then;
    root.style.setProperty("--ahoy-hue", hueOfPhone(state.number));
    root.setAttribute("aria-label", fill(state.name === state.number ? t.nameless : t.phone, state));
    for (const part of parts) part.update(state, old);
    say(state.problem ?? "");
    turn(old);
    if (focused && !isShown(document.activeElement)) root.focus({ preventScroll: true });
  }
  /** Shows the side of the phone where something new happens, unless someone is typing. */
  function turn(old) {
    const typing = root.contains(document.activeElement) && document.activeElement.matches("input");
    const inbound = (s) => s.messages.filter((m) => m.direction === "inbound").length;
    const outbound = (s) => s.messages.length - inbound(s);
    if (!old) return tabBar.select(state.status === "idle" && state.messages.length && !state.lines.length ? 1 : 0);
    if (old.status !== state.status && state.status !== "idle") return tabBar.select(0);
    if (old.status !== state.status) ended = Date.now();
    const came = inbound(state) - inbound(old);
    const reading = state.lines.length > 0 && Date.now() - ended < READING;
    const isFree = state.status === "idle" && !typing && !reading;
    if (isFree && (came > 0 || outbound(state) > outbound(old))) tabBar.select(1);
    else if (came > 0) tabBar.arrived(came);
  }
  const isShown = (element) => root.contains(element) && element.getClientRects().length > 0;

  root.addEventListener("keydown", (event) => {
    if (state?.then || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
    const does = {
      ringing: { Enter: !event.shiftKey && !event.target.closest("button") && { do: "answer" } },
      "in-call": KEYS.includes(event.key) && { [event.key]: { do: "press", keys: event.key } },
    }[state?.status]?.[event.key];
    if (!does) return;
    event.preventDefault();
    act(does);
  });
  const lose = () => sounds.follow({ ...state, status: "lost" }) ?? update({ ...state, status: "lost", ticks: false, next: null, script: [], problem: t.lost });
  const unkept = keeper(root);
  const stop = () => {
    unkept();
    clearTimeout(timer);
    for (const part of parts) part.stop?.();
  };
  const answer = root.querySelector(".ahoy-actions > .ahoy-answer");
  return { root, answer, update, lose, stop, news: () => fresh };
}
