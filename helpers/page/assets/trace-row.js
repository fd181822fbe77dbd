// One row of the trace: a button that shows who said what to whom. All words are set as text.

const LONGEST_LINE = 420; // pixels that heard words may take before they wrap
const pen = document.createElement("canvas").getContext("2d");

/** Pixels that `text` takes in the font of the rows. */
function wide(text, font) {
  pen.font = font;
  return Math.ceil(pen.measureText(text).width);
}

/** Where the lanes stand: place(name) is 0 for the first; those without room share the last. */
function stageOf(lanes) {
  const places = new Map(lanes.map(([name], index) => [name, index]));
  return { count: lanes.length, place: (name) => places.get(name) ?? lanes.length - 1 };
}

/** The words above the arrow, kept inside the picture wherever the arrow is. */
function rowLabel(row, stage, font, isArrow) {
  const [from, to] = [stage.place(row.from), stage.place(row.to)];
  const label = h(`span.ahoy-label.ahoy-look-${isArrow || row.look !== "plain" ? row.look : "note"}`, { dir: "auto" }, row.label);
  const room = row.look === "said" ? LONGEST_LINE : 2000;
  const words = h("span.ahoy-words", {}, label);
  words.style.setProperty("--wide", `${Math.min(room, row.problem ? wide(row.label, `600 ${font}`) + 50 : wide(row.label, font) + 26)}px`);
  words.style.setProperty("--middle", String((from + to + 1) / 2 / stage.count));
  if (row.problem) label.prepend(icon("warning"));
  return words;
}

/** An arrow from lane to lane; `back` is dashed and carries the answer's words. */
function rowArrow(from, to, count, words) {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const arrow = h(`span.ahoy-arrow${words === null ? "" : ".ahoy-back"}`, { "data-way": to > from ? "on" : "back" });
  arrow.style.setProperty("--begin", String((low + 0.5) / count));
  arrow.style.setProperty("--length", String((high - low) / count));
  if (words) arrow.append(h("span.ahoy-answer", { dir: "auto" }, words));
  return arrow;
}

/** What the button shows; made anew when the lanes move. */
function rowParts(row, stage, font) {
  const [from, to] = [stage.place(row.from), stage.place(row.to)];
  const track = h("span.ahoy-track", {}, rowLabel(row, stage, font, from !== to));
  if (from !== to) track.append(rowArrow(from, to, stage.count, null));
  if (from !== to && row.answer) track.append(rowArrow(to, from, stage.count, row.answer));
  const time = h("span.ahoy-time", {}, h("span.ahoy-clock", {}, row.at), h("span.ahoy-felt", {}, row.felt || row.at));
  return [h("span.ahoy-when", {}, h("span.ahoy-mark"), time), track];
}

/** A row as a list item with its button; `toggle` opens and closes it. */
function traceRow(row, number, stage, font, t, toggle) {
  const said = (row.problem ? t.problem : "") + row.said;
  const line = h("button.ahoy-line", { type: "button", tabindex: "-1", "aria-expanded": "false", "aria-label": said });
  line.append(...rowParts(row, stage, font));
  const el = h(`li.ahoy-row${row.problem ? ".ahoy-problem" : ""}`, {}, line);
  el.ahoy = { row, number, line, words: `${row.at} ${row.label} ${row.answer} ${row.said}`.toLowerCase() };
  line.addEventListener("click", () => toggle(el));
  return el;
}
