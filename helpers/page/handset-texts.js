// The text side of a handset: the thread, and the line to write one.

const otherSide = (m) => (m.direction === "inbound" ? m.from : m.to);

function textItem(t, m) {
  const peer = otherSide(m);
  const lead = h("span.ahoy-unseen", {}, fill(t[`text_${m.direction}`], { peer }));
  const media = m.media.map((url) => h("span.ahoy-media", { dir: "ltr" }, fill(t.media, { url })));
  const bubble = h("span.ahoy-bubble", {}, lead, h("span", { dir: "auto" }, m.body), ...media);
  const mark = m.direction === "outbound" ? t[`mark_${m.status}`] ?? m.status : "";
  const head = m.opens ? h("small.ahoy-peer", { "aria-hidden": "true" }, numberText(peer)) : null;
  const foot = mark ? h("small.ahoy-mark", {}, mark) : null;
  return h(`li.ahoy-line.ahoy-${m.direction}.ahoy-${m.status}`, {}, head, bubble, foot);
}

/** The thread of texts and the line to write one. */
function texts(t, act) {
  const empty = welcome("text", t.no_texts_title, t.no_texts_text);
  const thread = log(t.thread);
  const to = field(t.to, { type: "tel", inputmode: "tel", placeholder: t.dial_hint, dir: "ltr" });
  const body = field(t.body, { type: "text", placeholder: t.body_hint, dir: "auto", spellcheck: "true" });
  const send = h("button.ahoy-button.ahoy-send", { type: "submit" }, icon("send"), h("span", {}, t.send));
  const form = h("form.ahoy-compose", {}, to.el, h("div.ahoy-row", {}, body.el, send));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!body.input.value || !to.input.value.trim()) return (body.input.value ? to : body).input.focus();
    act({ do: "send_text", body: body.input.value, to: to.input.value.trim() });
    body.input.value = "";
  });
  const update = (s, old) => {
    if (!old && s.account) to.input.value = s.account;
    empty.hidden = s.messages.length > 0;
    thread.el.hidden = s.messages.length === 0;
    const opens = (m, i, all) => i === 0 || otherSide(m) !== otherSide(all[i - 1]);
    const items = s.messages.map((m, i, all) => ({ ...m, opens: opens(m, i, all) }));
    showItems(thread.list, items, (message) => textItem(t, message));
  };
  return { el: h("div.ahoy-texts", {}, empty, thread.el, form), update };
}
