// SDK code and a button that copies it, with feedback in words.

/** Copies, also where the browser keeps its clipboard from the page. True when it worked. */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    return document.execCommand("copy");
  }
}

function render({ model, el }) {
  const t = model.get("texts");
  const title = h("span.ahoy-title", {});
  const done = h("span.ahoy-done", { role: "status" });
  const code = h("code", { dir: "ltr" });
  const pre = h("pre", { tabindex: "0", "aria-label": t.code, role: "group" }, code);
  const button = h("button.ahoy-copy", { type: "button" }, t.copy);
  const root = h("div.ahoy-code", {}, h("div.ahoy-head", {}, title, done, button), pre);
  button.addEventListener("click", async () => {
    const worked = await copy(code.textContent, code);
    setText(done, "");
    requestAnimationFrame(() => setText(done, worked ? t.copied : t.not_copied));
  });
  const update = () => {
    const state = model.get("state");
    setText(code, state.code);
    setText(title, state.ready ? t.code : t.not_ready);
    setText(done, "");
    root.classList.toggle("ahoy-unready", !state.ready);
  };
  el.append(root);
  update();
  model.on("change:state", update);
  const unkept = keepAround(root, ".ahoy-form");
  return () => {
    unkept();
    model.off("change:state", update);
  };
}

export default { render };
