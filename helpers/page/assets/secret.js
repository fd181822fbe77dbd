// A field for a secret: what is typed goes to Python and is kept nowhere on the page.

function render({ model, el }) {
  const t = model.get("texts");
  const id = `ahoy-secret-${Math.random().toString(36).slice(2)}`; // each widget has a module of its own
  const input = h("input", { id, type: model.get("masked") ? "password" : "text", autocomplete: "off", spellcheck: "false", dir: "ltr" });
  const label = h("label.widget-label", { for: id }, model.get("label"));
  const filled = () => { input.placeholder = model.get("filled") ? t.hidden : ""; };
  const message = (content) => { if (content.empty) input.value = ""; };
  input.addEventListener("input", () => model.send({ typed: input.value }));
  // the notebook's shortcuts and its "paste cell" must not see the keys
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.classList.add("ahoy-secret", "widget-inline-hbox", "widget-text");
  el.append(label, input);
  filled();
  model.on("change:filled", filled);
  model.on("msg:custom", message);
  return () => {
    model.off("change:filled", filled);
    model.off("msg:custom", message);
  };
}

export default { render };
