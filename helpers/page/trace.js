// The trace: shows the SVG that Python drew, follows its end, and lets new rows fade in.

// The drawing is ours, and yet only what a drawing needs gets onto the page.
const DRAWN = new Set(["svg", "title", "desc", "g", "path", "rect", "text"]);
const MARKS = /^(class|d|fill|stroke[a-z-]*|font-[a-z]+|text-anchor|paint-order|x|y|rx|width|height|viewBox|role|aria-label)$/;

/** The drawing as elements, without anything that could act. */
function drawing(source) {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  if (parsed.namespaceURI !== SVG) return null;
  for (const element of [parsed, ...parsed.querySelectorAll("*")]) {
    if (!DRAWN.has(element.localName)) element.remove();
    for (const { name } of [...element.attributes]) {
      if (!MARKS.test(name)) element.removeAttribute(name);
    }
  }
  return document.importNode(parsed, true);
}

function render({ model, el }) {
  const t = model.get("texts");
  const picture = h("div.ahoy-trace-picture", { tabindex: "0", "aria-label": t.title, role: "group" });
  const latest = h("span.ahoy-trace-latest", { role: "status" });
  const root = h("figure.ahoy-trace", {}, picture, latest);
  let known = 0;
  const update = () => {
    const state = model.get("state");
    const svg = drawing(state.svg);
    if (!svg) return;
    const rows = [...svg.querySelectorAll("g.row")];
    rows.slice(known).forEach((row) => known && row.classList.add("ahoy-new"));
    const follows = picture.scrollHeight - picture.scrollTop - picture.clientHeight < 60;
    known = rows.length;
    picture.replaceChildren(svg);
    if (follows) picture.scrollTop = picture.scrollHeight;
    setText(latest, state.latest);
  };
  el.append(root);
  update();
  model.on("change:state", update);
  return () => model.off("change:state", update);
}

export default { render };
