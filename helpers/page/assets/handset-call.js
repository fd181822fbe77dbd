// The call side of a handset: ringing, talking, keys, and the buttons below.

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LETTERS = ["", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ", "", "+", ""];
const SPOKEN = ["say", "voice", "own"]; // lines whose words come one after the other

/** Seconds of the world's clock now, as far as this page knows it. */
const worldNow = (s) => s.now + (s.ticks ? (Date.now() - s.seenAt) / 1000 : 0);

/** "0:07" */
function minutes(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 0.001));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "presses 1 in 3 s": a step in words, counted down when it is the next one. */
function stepText(t, s, step, isNext) {
  const action = fill(t[`step_${step.action}`] ?? `${step.action} {value}`, step).trim();
  if (step.after === null) return fill(t.when_asked, { action });
  if (!isNext || s.next.at === null || !s.ticks) return fill(t.after, { action, seconds: step.after });
  return fill(t.soon, { action, seconds: Math.max(0, Math.ceil(s.next.at - worldNow(s))) });
}

/** What happens by itself, with the seconds that are left, and the button to stop it. */
function byItself(kind, symbol, t, act, text) {
  const words = h("span.ahoy-grow", { dir: "auto" });
  const stop = h("button.ahoy-takeover", { type: "button", onclick: () => act({ do: "take_over" }) }, t.take_over);
  const el = h(`div.ahoy-${kind}`, { role: "note", hidden: true }, icon(symbol), words, stop);
  let ticking = 0;
  const update = (s) => {
    clearInterval(ticking);
    const show = () => setText(words, text(s));
    el.hidden = !text(s);
    stop.hidden = !s.next && !s.script.length;
    show();
    if (!el.hidden && s.ticks) ticking = setInterval(show, 250);
  };
  return { el, update, stop: () => clearInterval(ticking) };
}

const pilotText = (t) => (s) => {
  if (s.status !== "ringing" || s.next?.by !== "autopilot") return "";
  return s.next.at === null && s.ticks ? t.autopilot_waits : fill(t.autopilot, { step: stepText(t, s, s.next, true) });
};

const scriptText = (t) => (s) => {
  if (s.status === "lost") return "";
  if (!s.script.length) return t[`habit_${s.habit}`] ?? (s.fault ? fill(t.refuses, { code: s.fault }) : "");
  const isNext = (index) => index === 0 && s.next?.by === "script";
  return fill(t.script, { steps: s.script.map((step, index) => stepText(t, s, step, isNext(index))).join(t.then) });
};

/** The screen while it rings here or there. */
function stage(t, act) {
  const word = h("p.ahoy-stage-word", { dir: "auto" });
  const peer = h("p.ahoy-stage-peer");
  const pilot = byItself("pilot", "clock", t, act, pilotText(t));
  const bell = h("div.ahoy-bell", { "aria-hidden": "true" }, icon("phone"));
  const el = h("div.ahoy-stage", {}, bell, word, peer, pilot.el);
  const update = (s) => {
    el.hidden = s.status !== "ringing" && s.status !== "calling";
    setText(word, s.status === "calling" ? t.outgoing : t.incoming);
    peer.replaceChildren(numberText(s.peer || t.unknown));
    pilot.update(s);
  };
  return { el, update, stop: pilot.stop };
}

/** The words of a line, each in its own time: they appear as they are spoken. */
function wordsOf(line, s) {
  const said = h("span.ahoy-said", { dir: "auto", lang: line.language || null });
  const elapsed = worldNow(s) - line.at;
  const lasts = SPOKEN.includes(line.kind) && s.ticks && elapsed < line.seconds;
  if (line.cut === null && !lasts) {
    said.append(line.text);
    return said;
  }
  let place = 0;
  for (const part of line.text.match(/\s+|\S+/gu) ?? []) {
    const begins = (place / line.text.length) * line.seconds;
    const word = h("span", {}, part);
    if (line.cut !== null && begins > line.cut) word.className = "ahoy-unsaid";
    else if (line.cut === null) word.style.setProperty("--ahoy-begins", `${(begins - elapsed).toFixed(2)}s`);
    if (line.cut === null) word.className = "ahoy-word";
    said.append(word);
    place += part.length;
  }
  return said;
}

const LINE_ICONS = { play: "note", voice: null };

/** One line of a call. A line that was cut off is mended where it stands. */
function lineItem(t, line, s, old) {
  const said = line.kind === "play" ? h("span.ahoy-said", { dir: "ltr", title: line.text }, fileName(line.text)) : wordsOf(line, s);
  if (old) {
    old.querySelector(".ahoy-said").replaceWith(said);
    return old;
  }
  const lead = h("span.ahoy-unseen", {}, fill(t[`line_${line.kind}`] ?? "", { name: line.from }));
  const name = line.from ? h("small.ahoy-peer", { "aria-hidden": "true", dir: "auto" }, line.from) : null;
  const sign = LINE_ICONS[line.kind] ? icon(LINE_ICONS[line.kind]) : null;
  return h(`li.ahoy-line.ahoy-line-${line.kind}`, {}, name, h("span.ahoy-bubble", {}, lead, sign, said));
}

/** One of the calls before: which way, with whom, how it ended, how long it was. */
function callItem(t, call) {
  const way = fill(t[`call_${call.direction}`] ?? "", {});
  const sign = call.result === "answered" ? { inbound: "in", outbound: "out" }[call.direction] : "missed";
  const result = t[`result_${call.result}`] ?? call.result;
  const time = call.result === "answered" ? fill(t.lasted, { result, time: minutes(call.seconds) }) : result;
  return h(`li.ahoy-past.ahoy-past-${call.result}`, {}, icon(sign ?? "phone"), h("span.ahoy-grow", {}, `${way} `, numberText(call.peer)), h("span.ahoy-result", {}, time));
}

/** What is and was said, and the calls before; or a word of welcome. */
function talk(t) {
  const peer = h("span");
  const time = h("span.ahoy-time", { role: "timer", "aria-live": "off" });
  const head = h("p.ahoy-head", {}, peer, time);
  let [ticking, shown] = [0, null];
  const lines = log(t.heard);
  const listening = h("p.ahoy-quiet", {}, t.connected);
  const empty = welcome("phone", t.empty_title, t.empty_text);
  const recent = h("ol.ahoy-recent", {});
  const past = h("div.ahoy-history", { role: "region", tabindex: "0", "aria-label": t.recent }, h("p.ahoy-caption", { "aria-hidden": "true" }, t.recent), recent);
  const el = h("div.ahoy-talk", {}, empty, head, lines.el, listening, past);
  const update = (s) => {
    const [inCall, idle] = [s.status === "in-call", s.status === "idle"];
    el.hidden = s.status === "ringing" || s.status === "calling";
    empty.hidden = !idle || s.lines.length > 0 || s.calls.length > 0;
    head.hidden = !inCall && !s.lines.length;
    peer.replaceChildren(inCall ? numberText(s.peer || t.unknown) : t.last_call);
    clearInterval(ticking);
    time.hidden = !inCall;
    if (inCall) tick(s);
    lines.el.hidden = s.lines.length === 0;
    showItems(lines.list, s.lines, (line, old) => lineItem(t, line, s, old));
    listening.hidden = !inCall || s.lines.length > 0;
    past.hidden = inCall || s.calls.length === 0;
    past.classList.toggle("ahoy-grow", s.lines.length === 0);
    if (shown !== s.calls.length) recent.replaceChildren(...[...s.calls].reverse().map((call) => callItem(t, call)));
    shown = s.calls.length === 20 ? null : s.calls.length;
  };
  function tick(s) {
    const show = () => setText(time, minutes(worldNow(s) - s.since));
    show();
    if (s.ticks) ticking = setInterval(show, 500);
  }
  return { el, update, stop: () => clearInterval(ticking) };
}

function keypad(t, act) {
  const key = (digit, index) => {
    const name = t[`key_${digit}`] ?? fill(t.key, { key: digit });
    const onclick = () => act({ do: "press", keys: digit });
    return h("button.ahoy-key", { type: "button", "aria-label": name, "data-key": digit, "data-letters": LETTERS[index] || null, onclick }, digit);
  };
  const el = h("div.ahoy-keypad", { role: "group", dir: "ltr", "aria-label": t.keypad }, ...KEYS.map(key));
  const flash = (digit) => {
    const pressed = el.querySelector(`[data-key="${digit}"]`);
    pressed?.classList.add("ahoy-down");
    setTimeout(() => pressed?.classList.remove("ahoy-down"), 160);
  };
  return { el, flash, update: (s) => (el.hidden = s.status !== "in-call") };
}

/** A line to type in with its button; Enter sends what is not empty. */
function typed(kind, line, button, send) {
  const form = h(`form.ahoy-${kind}`, {}, line.el, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (line.input.value.trim()) send(line.input.value.trim());
    else line.input.focus();
  });
  return form;
}

/** The foot of the call: dial, answer or decline, speak, hang up. */
function actions(t, act) {
  const to = field(t.dial, { type: "tel", inputmode: "tel", placeholder: t.dial_hint, dir: "ltr" });
  const dial = typed("dial", to, submit("answer", "phone", t.call), (number) => act({ do: "dial", number }));
  const words = field(t.say, { type: "text", placeholder: t.say_hint, dir: "auto", spellcheck: "true" });
  const say = typed("say", words, submit("send", "voice", t.say_button), (text) => {
    act({ do: "say", words: text });
    words.input.value = "";
  });
  const decline = action("decline", "phone", t.decline, () => act({ do: "decline" }));
  const answer = action("answer", "phone", t.answer, () => act({ do: "answer" }));
  const hangUp = action("decline", "phone", t.hang_up, () => act({ do: "hang_up" }));
  const el = h("div.ahoy-actions", {}, dial, say, decline, answer, hangUp);
  const update = (s, old) => {
    el.hidden = Boolean(s.then);
    dial.hidden = s.status !== "idle";
    say.hidden = s.status !== "in-call";
    answer.hidden = decline.hidden = s.status !== "ringing";
    hangUp.hidden = s.status !== "calling" && s.status !== "in-call";
    setText(hangUp.lastElementChild, s.status === "calling" ? t.cancel : t.hang_up);
    if (!old && s.account) to.input.value = s.account;
    if (say.hidden) words.input.value = "";
  };
  return { el, update };
}
