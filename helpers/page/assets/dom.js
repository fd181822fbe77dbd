// Small building blocks of every Ahoy widget. Data is set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

// Our own icons, drawn in a box of 24 × 24.
const ICONS = {
  phone: "M7.2 3 10 8.2 8.1 10c1 2.6 3.2 4.8 5.9 5.9l1.8-1.9 5.2 2.8-.6 3.4c-.1.5-.5.8-1 .8C10.4 21 3 13.6 3 4.6c0-.5.3-.9.8-1z",
  text: "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5.5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z",
  send: "M3 20.5 21.5 12 3 3.5l2.2 7L14 12l-8.8 1.5z",
  clock: "M12 3a9 9 0 1 0 .01 0zm-1 4h2v4.6l3.2 1.9-1 1.7L11 12.7z",
  note: "M9 5l11-2v12.3a3.2 3.2 0 1 1-2-3V7L11 8.3v8.5a3.2 3.2 0 1 1-2-3z",
  script: "M6 3h9l4 4v14H6zm3 7v1.8h7V10zm0 4v1.8h7V14z",
  sound: "M4 9h4l5-4.5v15L8 15H4zm12-.8c1.3.9 2 2.3 2 3.8s-.7 2.9-2 3.8zm0-4.7c3.2 1 5.5 4 5.5 8.5s-2.3 7.5-5.5 8.5v-2.1c2.1-.9 3.5-3.2 3.5-6.4s-1.4-5.5-3.5-6.4z",
  muted: "M4 9h4l5-4.5v15L8 15H4zm12.1.4 1.4-1.4 2 2 2-2 1.4 1.4-2 2 2 2-1.4 1.4-2-2-2 2-1.4-1.4 2-2z",
  voice: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zm-7 8h2a5 5 0 0 0 10 0h2a7 7 0 0 1-6 6.9V21h-2v-3.1A7 7 0 0 1 5 11z",
  in: "M17.7 7.7 10.4 15H15v2H7V9h2v4.6l7.3-7.3z",
  out: "M6.3 16.3 13.6 9H9V7h8v8h-2v-4.6l-7.3 7.3z",
  missed: "M12 10.6l5.3-5.3 1.4 1.4L13.4 12l5.3 5.3-1.4 1.4-5.3-5.3-5.3 5.3-1.4-1.4 5.3-5.3-5.3-5.3 1.4-1.4z",
  tick: "M9.5 16.2 5 11.7l-1.5 1.5 6 6L21 7.7l-1.5-1.5z",
  ticks: "M7 16.2 2.5 11.7 1 13.2l6 6L18.5 7.7 17 6.2zm7 3L12 17.2l1.5-1.5.5.5L23 7.2l1.2 1.2z",
  picture: "M4 4h16a1.5 1.5 0 0 1 1.5 1.5v13A1.5 1.5 0 0 1 20 20H4a1.5 1.5 0 0 1-1.5-1.5v-13A1.5 1.5 0 0 1 4 4zm4 3.2a2 2 0 1 0 .01 0zM4.5 18h15l-5-7-4 5-2-2.3z",
  file: "M6 2.5h8l5 5v14H6zm7.5 1.5v4h4z",
  fold: "M8.6 5.4 15.2 12l-6.6 6.6-1.4-1.4L12.4 12 7.2 6.8zM17 5h2v14h-2z",
  warning: "M12 3 22.5 21h-21zm-1 6.5v5h2v-5zm0 6.8v2h2v-2z",
};

/** What all our widgets on this page share, made on first use. */
const shared = (name, make) => (globalThis[Symbol.for(`ahoy.${name}`)] ??= make());

/** An element: h("button.ahoy-key", { type: "button", onclick }, "text", child, …). */
function h(tag, props, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `ahoy-icon ahoy-icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

/** Writes only what changed, so that screen readers and selections are left in peace. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** "{peer} calls" with { peer: "Ada" } → "Ada calls". */
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** A telephone number in easy groups. The text stays one piece, so that a copy is E.164. */
function numberText(number) {
  const parts = /^(\+1)(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (!parts) return h("span.ahoy-number", { dir: "ltr" }, number);
  return h("span.ahoy-number", { dir: "ltr" }, ...parts.slice(1).map((part) => h("span", {}, part)));
}

/** A list that grows: read aloud as it does, and scrolled by keys. */
function log(label) {
  const list = h("ol", {});
  const el = h("div.ahoy-log", { role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0" }, list);
  let isAtEnd = true;
  el.addEventListener("scroll", () => (isAtEnd = el.scrollHeight - el.scrollTop - el.clientHeight < 40));
  new ResizeObserver(() => isAtEnd && (el.scrollTop = el.scrollHeight)).observe(el);
  return { list, el };
}

/**
 * Makes the children of `list` show `items`, oldest first. An item that has an `id` keeps its
 * node; `make(item, node)` may mend that one, so that nothing is read aloud twice.
 */
function showItems(list, items, make) {
  const box = list.parentElement;
  const wasAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  const idOf = (item) => item.id ?? JSON.stringify(item);
  const wanted = new Set(items.map(idOf));
  for (const node of [...list.children]) if (!wanted.has(node.ahoyId)) node.remove();
  const known = new Map([...list.children].map((node) => [node.ahoyId, node]));
  items.forEach((item, index) => {
    const [id, key] = [idOf(item), JSON.stringify(item)];
    const old = known.get(id);
    const node = old?.ahoyKey === key ? old : make(item, old);
    [node.ahoyId, node.ahoyKey] = [id, key];
    if (old && old !== node) old.replaceWith(node);
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  if (wasAtEnd) box.scrollTop = box.scrollHeight;
}

/** Scrolls every log below `root` to its end, as soon as it has a size. */
function showEnds(root) {
  requestAnimationFrame(() => {
    for (const box of root.querySelectorAll(".ahoy-log")) box.scrollTop = box.scrollHeight;
  });
}

/** A button with an icon and a word. */
function action(kind, symbol, word, onclick) {
  return h(`button.ahoy-button.ahoy-${kind}`, { type: "button", onclick }, icon(symbol), h("span", {}, word));
}

/** The same as the button that sends a form. */
function submit(kind, symbol, word) {
  return h(`button.ahoy-button.ahoy-${kind}`, { type: "submit" }, icon(symbol), h("span", {}, word));
}

/** A labelled line to type in. The label is always there for those who listen. */
function field(label, props) {
  const input = h("input.ahoy-input", { autocomplete: "off", spellcheck: "false", ...props });
  return { input, el: h("label.ahoy-field", {}, h("span", {}, label), input) };
}

/** What a page says where there is nothing to show yet. */
function welcome(symbol, title, text) {
  return h("div.ahoy-welcome", {}, icon(symbol), h("strong", {}, title), h("span", {}, text));
}
