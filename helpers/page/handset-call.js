// The call side of a handset: ringing, talking, keys, and the buttons below.

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LETTERS = ["", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ", "", "+", ""];

/** A line about what happens by itself, with the button to stop it. */
function byItself(kind, symbol, t, act) {
  const words = h("span.ahoy-grow", { dir: "auto" });
  const stop = h("button.ahoy-takeover", { type: "button", onclick: () => act({ do: "take_over" }) }, t.take_over);
  const el = h(`p.ahoy-${kind}`, { role: "note", hidden: true }, icon(symbol), words, stop);
  const show = (text) => {
    el.hidden = !text;
    setText(words, text);
  };
  return { el, show };
}

/** The screen while it rings here or there. */
function stage(t, act) {
  const word = h("p.ahoy-stage-word", { dir: "auto" });
  const peer = h("p.ahoy-stage-peer");
  const pilot = byItself("pilot", "clock", t, act);
  const bell = h("div.ahoy-bell", { "aria-hidden": "true" }, icon("phone"));
  const el = h("div.ahoy-stage", {}, bell, word, peer, pilot.el);
  const update = (s) => {
    el.hidden = s.status !== "ringing" && s.status !== "calling";
    setText(word, s.status === "calling" ? t.outgoing : t.incoming);
    peer.replaceChildren(numberText(s.peer || t.unknown));
    pilot.show(s.status === "ringing" && s.autopilot ? fill(t.autopilot, s) : "");
  };
  return { el, update };
}

function lineItem(t, line) {
  const said = h("span", { dir: "auto", lang: line.language }, line.text);
  const sign = line.kind === "play" ? icon("note") : null;
  const lead = h("span.ahoy-unseen", {}, t[`line_${line.kind}`] ?? "");
  return h(`li.ahoy-line.ahoy-line-${line.kind}`, {}, h("span.ahoy-bubble", {}, lead, sign, said));
}

function callItem(t, call) {
  const way = h("span", {}, `${t[`call_${call.direction}`] ?? call.direction} `);
  return h("li", {}, icon("phone"), h("span.ahoy-grow", {}, way, numberText(call.peer)), h("em", {}, call.result));
}

const starts = new Map(); // number → { since, at }: when this page first saw the call

/** "0:07" of the call in progress, as long as this page has known it. */
function callTime(s) {
  if (starts.get(s.number)?.since !== s.since) starts.set(s.number, { since: s.since, at: Date.now() });
  const seconds = Math.floor((Date.now() - starts.get(s.number).at) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What is and was said, and the calls before; or a word of welcome. */
function talk(t) {
  const head = h("p.ahoy-head", {});
  const time = h("span.ahoy-time", { role: "timer", "aria-live": "off" });
  let ticking = 0;
  const lines = log(t.heard);
  const listening = h("p.ahoy-quiet", {}, t.connected);
  const empty = welcome("phone", t.empty_title, t.empty_text);
  const recent = h("ol.ahoy-recent", { "aria-label": t.recent });
  const el = h("div.ahoy-talk", {}, empty, head, lines.el, listening, recent);
  const update = (s) => {
    const [inCall, idle] = [s.status === "in-call", s.status === "idle"];
    el.hidden = s.status === "ringing" || s.status === "calling";
    empty.hidden = !idle || s.lines.length > 0;
    head.hidden = !inCall && !s.lines.length;
    head.replaceChildren(...(inCall ? [numberText(s.peer || t.unknown), time] : [t.last_call]));
    clearInterval(ticking);
    if (inCall) tick(s);
    lines.el.hidden = s.lines.length === 0;
    showItems(lines.list, s.lines, (line) => lineItem(t, line));
    listening.hidden = !inCall || s.lines.length > 0;
    recent.hidden = inCall || s.calls.length === 0;
    showItems(recent, [...s.calls].reverse().slice(0, 3), (call) => callItem(t, call));
  };
  function tick(s) {
    setText(time, callTime(s));
    ticking = setInterval(() => setText(time, callTime(s)), 1000);
  }
  return { el, update, stop: () => clearInterval(ticking) };
}

function keypad(t, act) {
  const key = (digit, index) => {
    const name = t[`key_${digit}`] ?? fill(t.key, { key: digit });
    const onclick = () => act({ do: "press", keys: digit });
    return h("button.ahoy-key", { type: "button", "aria-label": name, "data-key": digit, "data-letters": LETTERS[index] || null, onclick }, digit);
  };
  const el = h("div.ahoy-keypad", { role: "group", "aria-label": t.keypad }, ...KEYS.map(key));
  const flash = (digit) => {
    const pressed = el.querySelector(`[data-key="${digit}"]`);
    pressed?.classList.add("ahoy-down");
    setTimeout(() => pressed?.classList.remove("ahoy-down"), 160);
  };
  return { el, flash, update: (s) => (el.hidden = s.status !== "in-call") };
}

/** The foot of the call: dial, answer or decline, hang up. */
function actions(t, act) {
  const to = field(t.dial, { type: "tel", inputmode: "tel", placeholder: t.dial_hint, dir: "ltr" });
  const call = h("button.ahoy-button.ahoy-answer", { type: "submit" }, icon("phone"), h("span", {}, t.call));
  const dial = h("form.ahoy-dial", {}, to.el, call);
  dial.addEventListener("submit", (event) => {
    event.preventDefault();
    if (to.input.value.trim()) act({ do: "dial", number: to.input.value.trim() });
  });
  const decline = action("decline", "phone", t.decline, () => act({ do: "decline" }));
  const answer = action("answer", "phone", t.answer, () => act({ do: "answer" }));
  const hangUp = action("decline", "phone", t.hang_up, () => act({ do: "hang_up" }));
  const el = h("div.ahoy-actions", {}, dial, decline, answer, hangUp);
  const update = (s, old) => {
    dial.hidden = s.status !== "idle";
    answer.hidden = decline.hidden = s.status !== "ringing";
    hangUp.hidden = s.status !== "calling" && s.status !== "in-call";
    setText(hangUp.lastElementChild, s.status === "calling" ? t.cancel : t.hang_up);
    if (!old && s.account) to.input.value = s.account;
  };
  return { el, update };
}
