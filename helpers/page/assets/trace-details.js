// What an opened row shows. Python sends names and texts; every one of them is set as text.

const KINDS = new Set(["tag", "attribute", "number", "string", "word", "comment"]);
const ERROR_PAGE = /^https:\/\/www\.twilio\.com\/docs\/errors\/\d+$/;

/** Name and value, pair by pair. */
function facts(pairs) {
  const lines = pairs.map(([name, value]) => h("div", {}, h("dt", { dir: "auto" }, name), h("dd", { dir: "auto" }, value)));
  return h(`dl.ahoy-facts${pairs.length < 10 ? ".ahoy-few" : ""}`, {}, ...lines);
}

/** A document in colours: pieces of text, each with the kind of its colour. */
function document_(pieces, label) {
  const code = h("code", {});
  for (const [kind, text] of pieces) {
    code.append(KINDS.has(kind) ? h(`span.ahoy-is-${kind}`, {}, text) : text);
  }
  return h("pre.ahoy-code", { tabindex: "0", role: "group", "aria-label": label, dir: "ltr" }, code);
}

/** Request, answer, parameters, …: folded where it is long and seldom wanted. */
function part(one) {
  const inside = [facts(one.facts)];
  if (one.code.length) inside.push(document_(one.code, one.title));
  if (one.note) inside.push(h("p.ahoy-note", {}, one.note));
  if (one.folded) return h("details.ahoy-part", {}, h("summary", {}, one.title), ...inside);
  return h("div.ahoy-part", {}, h("h4", {}, one.title), ...inside);
}

/** Puts `text` on the clipboard: in a moment, or not at all. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByHand(text); // a page without https, or a browser that asks first
  }
}

function copyByHand(text) {
  const [area, focused] = [h("textarea", { "aria-hidden": "true" }), document.activeElement];
  area.value = text;
  area.style.cssText = "position:fixed;inset-block-start:0;opacity:0";
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  area.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

/** The copy buttons, a word about how it went, and the copied text for reading. */
function copies(list, t) {
  if (!list.length) return [];
  const said = h("span.ahoy-copied", { role: "status" });
  const folds = list.map((one) =>
    h("details.ahoy-part", {}, h("summary", {}, one.title), h("pre.ahoy-code", { tabindex: "0", role: "group", "aria-label": one.title, dir: "ltr" }, one.text), h("p.ahoy-note", {}, one.note)));
  const buttons = list.map((one, index) => {
    const copy = async () => {
      setText(said, "");
      const done = await copyText(one.text);
      if (!done) folds[index].open = true;
      setText(said, done ? t.copied : t.not_copied);
    };
    return h("button.ahoy-small", { type: "button", onclick: copy }, t[`copy_${one.do}`]);
  });
  return [h("div.ahoy-copies", {}, ...buttons, said), ...folds];
}

/** All of an opened row: what it means first, then what to do, then what was sent. */
function detailParts(found, t) {
  const parts = [h("p.ahoy-meaning", { dir: "auto" }, found.meaning)];
  const more = ERROR_PAGE.test(found.link) ? h("a", { href: found.link, target: "_blank", rel: "noopener noreferrer" }, t.more) : null;
  if (found.cure) parts.push(h("p.ahoy-cure", { dir: "auto" }, h("strong", {}, `${t.cure}: `), found.cure, more && " ", more));
  else if (more) parts.push(h("p.ahoy-cure", {}, more));
  parts.push(facts(found.facts), ...found.parts.map(part), ...copies(found.copies, t));
  return parts;
}

/** The panel below a row. `fill` it when Python has answered, `say` what keeps it waiting. */
function panel(label, t, close) {
  const body = h("div.ahoy-inside", {});
  const shut = h("button.ahoy-small.ahoy-close", { type: "button", onclick: close }, t.close);
  const el = h("div.ahoy-details", { role: "group", dir: "auto", "aria-label": `${t.details}: ${label}` }, shut, body);
  const say = (words) => body.replaceChildren(h("p.ahoy-note", { role: "status", dir: "auto" }, words));
  const fill = (found) => body.replaceChildren(...detailParts(found, t));
  return { el, say, fill };
}
