// A view that Python writes, every text in it escaped. Painted anew, it keeps what was open
// and where the keyboard stood.

const REST = 1500; // milliseconds without news, before they are read out

const keyed = (root, key) => [...root.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);

function repaint(root, html) {
  const open = [...root.querySelectorAll("details[open][data-key]")].map((one) => one.dataset.key);
  const focused = root.contains(document.activeElement) && document.activeElement.closest("[data-key]")?.dataset.key;
  const summary = focused && document.activeElement.localName === "summary";
  root.innerHTML = html;
  for (const key of open) keyed(root, key)?.setAttribute("open", "");
  if (!focused) return;
  const again = keyed(root, focused);
  (summary ? again?.querySelector("summary") : again)?.focus({ preventScroll: true });
}

function render({ model, el }) {
  const shown = h("div.ahoy-live", {});
  const spoken = h("span.ahoy-unseen", { role: "status" });
  let waiting = 0;
  let last = "";
  const update = () => {
    const { html = "", said = "" } = model.get("state");
    if (html === last) return;
    const isNews = last !== "";
    last = html;
    repaint(shown, html);
    clearTimeout(waiting);
    if (isNews) waiting = setTimeout(() => setText(spoken, said), REST);
  };
  el.classList.add("ahoy-live-host");
  el.append(shown, spoken);
  update();
  model.on("change:state", update);
  return () => {
    clearTimeout(waiting);
    model.off("change:state", update);
  };
}

export default { render };
