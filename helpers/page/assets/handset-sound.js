// What a handset sounds like. Silent until its owner turns the sound on, and where the
// browser has no sound. Nothing is fetched but what Python hands over or this machine serves.

const ROWS = [697, 770, 852, 941]; // Hz: the two tones of a key, by its row and column
const COLUMNS = [1209, 1336, 1477, 1633];
const TONES = "123A456B789C*0#D";
const KEY_TONE = 0.12; // seconds
const RING = { pitches: [440, 480], seconds: 1.2, every: 3, swing: 20 };
const RINGBACK = { pitches: [440, 480], seconds: 1.4, every: 4, swing: 0 };
const NOISES = {
  // the pitches of each tone, its seconds, and when it comes
  "[busy tone]": [0, 1, 2].map((wait) => [[480, 620], 0.5, { wait }]),
  "[beep]": [[[1000], 0.5, {}]],
  "[not in service]": [950, 1400, 1800].map((pitch, place) => [[pitch], 0.33, { wait: place * 0.34 }]),
};
const RINGS_AT_MOST = 20; // seconds that the other side is heard to ring without any news
const VOLUME = 0.07;
const HERE = /^(127(\.\d+){3}|localhost|\[::1\])$/;

/** Whether this browser can make any sound at all. */
const hasSound = () => Boolean(globalThis.AudioContext || globalThis.speechSynthesis);

/** The page's one audio context, or null. */
function audioContext() {
  try {
    return shared("audio", () => new AudioContext());
  } catch {
    return null;
  }
}

/** Adds these pitches to `out` for some seconds, `wait` seconds from now. */
function tone(out, pitches, seconds, { wait = 0, swing = 0 } = {}) {
  const [context, level] = [out.context, out.context.createGain()];
  const [begin, end] = [context.currentTime + wait, context.currentTime + wait + seconds];
  level.gain.setValueAtTime(0, begin);
  level.gain.linearRampToValueAtTime(VOLUME, begin + 0.01);
  level.gain.setValueAtTime(VOLUME, end - 0.02);
  level.gain.linearRampToValueAtTime(0, end);
  level.connect(out);
  const voices = pitches.map((pitch) => {
    const voice = context.createOscillator();
    voice.frequency.value = pitch;
    voice.connect(level);
    return voice;
  });
  if (swing) voices.push(warble(level, swing));
  for (const voice of voices) {
    voice.start(begin);
    voice.stop(end);
  }
}

/** A bell's trembling: the level goes up and down `swing` times a second. */
function warble(level, swing) {
  const [tremble, depth] = [level.context.createOscillator(), level.context.createGain()];
  tremble.frequency.value = swing;
  depth.gain.value = VOLUME / 2;
  tremble.connect(depth).connect(level.gain);
  return tremble;
}

/** The browser's voice for a line: the one of that name, else one of its language. */
function voiceOf(line, voices) {
  const language = line.language || /[a-z]{2,3}-[A-Z]{2}/.exec(line.voice)?.[0] || "en-US";
  const name = /^Polly\.(\w+)/.exec(line.voice)?.[1] ?? "";
  const near = voices.filter((one) => one.lang.replace("_", "-").slice(0, 2) === language.slice(0, 2));
  const exact = near.filter((one) => one.lang.replace("_", "-") === language);
  const named = near.filter((one) => name && one.name.includes(name));
  return { language, voice: named[0] ?? exact[0] ?? near[0] ?? null };
}

/** All sentences that the browser is to say, of all handsets: it has one mouth only. */
const sentences = () => shared("sentences", () => []);

function speak(owner, line) {
  const mouth = globalThis.speechSynthesis;
  if (!mouth || !line.text) return;
  const words = new SpeechSynthesisUtterance(line.text);
  const { language, voice } = voiceOf(line, mouth.getVoices());
  words.lang = language;
  if (voice) words.voice = voice;
  const entry = { owner, line, words };
  const over = () => sentences().includes(entry) && sentences().splice(sentences().indexOf(entry), 1);
  words.onend = words.onerror = over;
  sentences().push(entry);
  mouth.speak(words);
}

/** Ends what this owner says; what others were saying is begun again. */
function hush(owner) {
  const all = sentences().splice(0);
  if (!all.some((one) => one.owner === owner)) return void sentences().push(...all);
  globalThis.speechSynthesis.cancel();
  for (const one of all) if (one.owner !== owner) speak(one.owner, one.line);
}

/** What rings now: this phone, the one that it calls, or one that Twilio dials for it. */
function whatRings(s) {
  const last = s.lines.at(-1);
  const far = last?.kind === "noise" && last.text === "[ringing]" && s.now - last.at < RINGS_AT_MOST;
  return s.status === "in-call" && far ? "calling" : s.status;
}

/** A file that this page may play by itself: served by this machine, or by the lab. */
function isNear(url) {
  try {
    const place = new URL(url, document.baseURI);
    return HERE.test(place.hostname) || place.origin === location.origin;
  } catch {
    return false;
  }
}

/** The sound of one handset, however many views it has. `ask(url)` asks Python for a file. */
function speaker(ask) {
  const listeners = new Set();
  let [on, out, file, ringing, ring, last, wanted] = [false, null, null, 0, "", -1, ""];

  function toggle() {
    on = !on;
    if (on) out = openOut();
    else quiet();
    for (const listener of listeners) listener(on);
  }
  function openOut() {
    const context = audioContext();
    context?.resume();
    const gain = context?.createGain() ?? null;
    gain?.connect(context.destination);
    return gain;
  }
  /** Truly silent: nothing that was begun goes on, nothing waits. */
  function quiet() {
    rest("");
    stopTalking();
    out?.disconnect();
    out = on ? openOut() : null;
  }
  function stopTalking() {
    hush(listeners);
    file?.pause();
    if (file) URL.revokeObjectURL(file.src);
    [file, wanted] = [null, ""];
  }
  /** Rings, hears ringing, or neither, until told otherwise. */
  function rest(kind) {
    if (ring === kind) return;
    ring = kind;
    clearInterval(ringing);
    const sound = { ringing: RING, calling: RINGBACK }[kind];
    if (!sound || !out) return void (ring = "");
    const once = () => tone(out, sound.pitches, sound.seconds, sound);
    once();
    ringing = setInterval(once, sound.every * 1000);
  }
  function keys(text) {
    [...text].forEach((key, place) => {
      const at = TONES.indexOf(key.toUpperCase());
      if (at >= 0) tone(out, [ROWS[at >> 2], COLUMNS[at % 4]], KEY_TONE, { wait: place * 0.3 });
    });
  }
  const makes = {
    key: (line) => out && keys(line.text),
    say: (line) => (stopTalking(), speak(listeners, line)),
    voice: (line) => speak(listeners, line),
    play: (line) => (stopTalking(), isNear(line.text) ? playFile(line.text) : ask((wanted = line.text))),
    noise: (line) => out && noise(line.text),
  };
  function noise(text) {
    const sent = /^\[keys? (.*)\]$/.exec(text);
    if (sent) keys(sent[1]);
    for (const one of NOISES[text] ?? []) tone(out, ...one);
  }
  function playFile(url) {
    if (typeof Audio === "undefined") return;
    file = new Audio(url);
    file.play().catch(() => {}); // a page may not, or the file is gone: its URL is on the screen
  }
  /** A file that Python handed over, unless something else is heard by now. */
  function arrives(url, type, bytes) {
    if (!on || wanted !== url) return;
    playFile(URL.createObjectURL(new Blob([bytes], { type })));
  }
  /** Makes heard what is new in this state. Several views may tell the same: once is enough. */
  function follow(state) {
    const fresh = last < 0 ? [] : state.lines.filter((line) => line.id > last);
    last = Math.max(0, last, ...state.lines.map((line) => line.id));
    if (!on) return;
    rest(whatRings(state));
    const current = state.lines.findLast?.((line) => ["say", "play"].includes(line.kind));
    if (state.status === "idle" || state.status === "lost" || current?.cut != null) stopTalking();
    for (const line of fresh) if (line.cut === null) makes[line.kind]?.(line);
  }
  return {
    follow, toggle, arrives,
    isOn: () => on,
    listen: (listener) => listeners.add(listener),
    leave: (listener) => {
      listeners.delete(listener);
      if (listeners.size === 0 && on) toggle();
    },
  };
}

/** The switch on the handset. */
function soundSwitch(t, sounds) {
  const signs = [icon("muted"), icon("sound")];
  const el = h("button.ahoy-sound", { type: "button", "aria-label": t.sound, onclick: () => sounds.toggle() }, ...signs);
  const show = (on) => {
    el.setAttribute("aria-pressed", String(on));
    el.title = on ? t.sound_on : t.sound_off;
    signs.forEach((sign, index) => sign.toggleAttribute("hidden", Boolean(index) !== on));
  };
  el.hidden = !hasSound();
  sounds.listen(show);
  show(sounds.isOn());
  return { el, stop: () => sounds.leave(show) };
}
