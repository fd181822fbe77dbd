// A phone and its line to Python: wherever it is shown, in a cell or in the dock.

const speakers = () => shared("speakers", () => new Map()); // two views must not sound twice

let touches = 0;

/** A message that Python takes once, however often the line brings it. */
const touchOf = (message) => ({ ...message, id: `${pageName()}${(touches += 1)}${Math.random().toString(36).slice(2, 6)}` });

/** Sends by this model; false when nobody is at the other end any more. */
function sends(model, message) {
  try {
    model.send(message);
    return true;
  } catch {
    return false;
  }
}

/** The sound of this phone: one for all its views, which asks by any that has a line. */
function soundsOf(model) {
  const name = `${model.get("home")} ${model.get("state").number}`;
  const all = speakers();
  if (!all.has(name)) {
    const models = new Set();
    const ask = (url) => [...models].reverse().some((one) => sends(one, { do: "listen", url }));
    all.set(name, Object.assign(speaker(ask), { models }));
  }
  all.get(name).models.add(model);
  return all.get(name);
}

/** A view of this model. `root` goes onto the page; `stop()` ends it. `gap`: milliseconds between
 * two paintings while nothing but words comes; below a cell they may be few, the dock is quick. */
function connect(model, gap = 0) {
  const sounds = soundsOf(model);
  const send = (message) => sends(model, message) || view.lose();
  const view = handset(model.get("texts"), (message) => send(touchOf(message)), sounds);
  let [shown, status, due] = [-1, "", 0];
  const look = () => send({ do: "look", seq: model.get("state").seq ?? -1 });
  const update = () => {
    const state = model.get("state");
    if (state.seq < shown) return send({ do: "look", seq: -1 }); // an old one, come late
    [shown, status] = [state.seq, state.status];
    clearTimeout(due);
    due = 0;
    view.update(state);
    if (!state.then) sounds.follow(state);
    return seeing.check();
  };
  const isRinging = () => model.get("state").status === "ringing" && !model.get("state").then;
  const seeing = whenSeen(view.answer, () => isRinging() && send({ do: "seen" }));
  const hear = (message, [bytes]) => message.sound && sounds.arrives(message.sound, message.type, bytes);
  const isLively = () => model.get("state").status !== "idle" || Date.now() - view.news() < 10000;
  const rest = steady(() => {
    if (model.get("state").then) return;
    look();
    seeing.check();
  }, isLively);
  const news = () => {
    if (!gap || model.get("state").status !== status) update();
    else due ||= setTimeout(update, gap);
  };
  update();
  look(); // a notebook that was opened again shows what was true when Python last spoke
  model.on("change:state", news);
  model.on("comm_live_update", look);
  model.on("msg:custom", hear);
  const stop = () => {
    clearTimeout(due);
    model.off("change:state", news);
    model.off("comm_live_update", look);
    model.off("msg:custom", hear);
    rest();
    sounds.models.delete(model);
    seeing.stop();
    view.stop();
  };
  return { root: view.root, stop };
}
