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
  warning: "M12 3 22.5 21h-21zm-1 6.5v5h2v-5zm0 6.8v2h2v-2z",
};

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
  return { list, el: h("div.ahoy-log", { role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0" }, list) };
}

/** Makes the children of `list` show `items`: keeps the nodes that did not change. */
function showItems(list, items, make) {
  const box = list.parentElement;
  const wasAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  const keys = items.map((item) => JSON.stringify(item));
  keys.forEach((key, index) => {
    const old = list.children[index];
    if (old && old.ahoyKey === key) return;
    const node = make(items[index], index);
    node.ahoyKey = key;
    if (old) old.replaceWith(node);
    else list.append(node);
  });
  while (list.children.length > items.length) list.lastElementChild.remove();
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

/** A labelled line to type in. The label is always there for those who listen. */
function field(label, props) {
  const input = h("input.ahoy-input", { autocomplete: "off", spellcheck: "false", ...props });
  return { input, el: h("label.ahoy-field", {}, h("span", {}, label), input) };
}

/** What a page says where there is nothing to show yet. */
function welcome(symbol, title, text) {
  return h("div.ahoy-welcome", {}, icon(symbol), h("strong", {}, title), h("span", {}, text));
}
