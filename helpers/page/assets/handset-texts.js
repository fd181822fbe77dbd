// The text side of a handset: the thread, and the line to write one.

const MARKS = { queued: "clock", sending: "clock", receiving: "clock", sent: "tick", delivered: "ticks", received: "ticks", undelivered: "warning", failed: "warning" };

const otherSide = (m) => (m.direction === "inbound" ? m.from : m.to);

/** The last part of a URL's path: the name of a file, as people say it. */
function fileName(url) {
  try {
    const path = new URL(url).pathname;
    return decodeURIComponent(path.split("/").pop()) || url;
  } catch {
    return url;
  }
}

/** A number from 0 to 359 that belongs to this text: the colour of a stand-in. */
const hueOf = (text) => ([...text].reduce((sum, one) => (sum * 31 + one.codePointAt(0)) % 9973, 7) * 137) % 360;

/** A stand-in for a file: its name and type. Nothing is fetched from where it is. */
function mediaItem(t, { url, type }) {
  const isPicture = type.startsWith("image/");
  const name = fileName(url);
  const label = fill(isPicture ? t.picture : t.file, { name, type });
  const el = h(`span.ahoy-media.ahoy-media-${isPicture ? "picture" : "file"}`, { title: url }, icon(isPicture ? "picture" : "file"), h("span.ahoy-unseen", {}, label), h("span.ahoy-file", { "aria-hidden": "true", dir: "ltr" }, name), h("small", { "aria-hidden": "true", dir: "ltr" }, type));
  el.style.setProperty("--ahoy-hue", String(hueOf(url)));
  return el;
}

/** How far a text has come, in words and with a sign. */
function markOf(t, m) {
  const word = t[`mark_${m.status}`] ?? m.status;
  return [...(MARKS[m.status] ? [icon(MARKS[m.status])] : []), h("span", {}, word)];
}

/** One text. Its mark is mended where it stands, so that only the mark is read aloud. */
function textItem(t, m, old) {
  if (old && old.ahoyOpens === m.opens) {
    old.querySelector(".ahoy-mark")?.replaceChildren(...markOf(t, m));
    old.dataset.mark = m.status;
    return old;
  }
  const peer = otherSide(m);
  const lead = h("span.ahoy-unseen", {}, fill(t[`text_${m.direction}`], { peer }));
  const words = m.body ? h("span.ahoy-said", { dir: "auto" }, m.body) : null;
  const bubble = h("span.ahoy-bubble", {}, lead, words, ...m.media.map((file) => mediaItem(t, file)));
  const head = m.opens ? h("small.ahoy-peer", { "aria-hidden": "true" }, numberText(peer)) : null;
  const foot = m.direction === "outbound" ? h("small.ahoy-mark", {}, ...markOf(t, m)) : null;
  const el = h(`li.ahoy-line.ahoy-${m.direction}`, { "data-mark": m.status }, head, bubble, foot);
  el.ahoyOpens = m.opens;
  return el;
}

/** The thread of texts and the line to write one. */
function texts(t, act) {
  const empty = welcome("text", t.no_texts_title, t.no_texts_text);
  const thread = log(t.thread);
  const to = field(t.to, { type: "tel", inputmode: "tel", placeholder: t.dial_hint, dir: "ltr" });
  const body = field(t.body, { type: "text", placeholder: t.body_hint, dir: "auto", spellcheck: "true" });
  const form = h("form.ahoy-compose", {}, to.el, h("div.ahoy-row", {}, body.el, submit("send", "send", t.send)));
  let sent = null;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!body.input.value || !to.input.value.trim()) return (body.input.value ? to : body).input.focus();
    sent = body.input.value;
    act({ do: "send_text", body: sent, to: to.input.value.trim() });
    body.input.value = "";
  });
  const update = (s, old) => {
    if (!old && s.account) to.input.value = s.account;
    if (s.problem && sent !== null && !body.input.value) body.input.value = sent; // nothing typed is lost
    if (old && s.touches !== old.touches) sent = null;
    form.hidden = Boolean(s.then);
    empty.hidden = s.messages.length > 0;
    thread.el.hidden = s.messages.length === 0;
    const opens = (m, i, all) => i === 0 || otherSide(m) !== otherSide(all[i - 1]);
    const items = s.messages.map((m, i, all) => ({ ...m, id: m.sid || `${i}`, opens: opens(m, i, all) }));
    showItems(thread.list, items, (message, node) => textItem(t, message, node));
  };
  return { el: h("div.ahoy-texts", {}, empty, thread.el, form), update };
}
