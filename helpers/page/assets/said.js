// What there is to say about the field above: shown at once, read out when typing rests.

const REST = 800; // milliseconds without a new word, before it is read out

/** Small bars that show how full each part of a text is. The words say it, too. */
function meter(parts) {
  const bars = parts.map(([used, room]) => {
    const bar = h("span.ahoy-bar", {}, h("span", {}));
    bar.firstChild.style.inlineSize = `${Math.round((100 * used) / room)}%`;
    return bar;
  });
  return h("div.ahoy-meter", { "aria-hidden": "true" }, ...bars);
}

/** Puts a formatted text into the field, if nobody has typed on since. */
function rewrite(input, { old, new: text }) {
  if (!input || input.value !== old || (document.activeElement === input && input.selectionEnd !== old.length)) return;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function render({ model, el }) {
  const t = model.get("texts");
  const id = `ahoy-said-${Math.random().toString(36).slice(2)}`; // each widget has a module of its own
  const words = h("div.ahoy-words", { id, dir: "auto" });
  const spoken = h("span.ahoy-unseen", { role: "status" });
  let waiting = 0;
  const input = () => el.previousElementSibling?.querySelector("input, textarea, select");
  const mark = (problem) => {
    const field = input();
    field?.setAttribute("aria-describedby", id);
    field?.setAttribute("aria-invalid", problem ? "true" : "false");
    // people write in their own direction; numbers and addresses have one
    if (field?.localName === "textarea") field.setAttribute("dir", "auto");
    if (field?.localName === "input") field.setAttribute("dir", "ltr");
  };
  const update = (isNews) => {
    const { problem = "", note = "", meter: parts = [] } = model.get("state");
    const sign = problem ? h("b", {}, `${t.sign} `) : null;
    words.replaceChildren(...[parts.length ? meter(parts) : null, sign, problem || note].filter(Boolean));
    words.classList.toggle("ahoy-problem", Boolean(problem));
    el.classList.toggle("ahoy-silent", !problem && !note);
    mark(problem);
    clearTimeout(waiting);
    if (isNews) waiting = setTimeout(() => setText(spoken, problem ? `${t.sign} ${problem}` : note), REST);
  };
  const news = () => update(true);
  const message = (content) => rewrite(input(), content);
  el.classList.add("ahoy-said");
  el.append(words, spoken);
  update(false);
  // the field beside it may come onto the page a moment later
  const late = setTimeout(() => mark(model.get("state").problem), 300);
  model.on("change:state", news);
  model.on("msg:custom", message);
  return () => {
    clearTimeout(waiting);
    clearTimeout(late);
    model.off("change:state", news);
    model.off("msg:custom", message);
  };
}

export default { render };
