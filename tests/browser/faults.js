// A bad line between page and kernel: messages of widgets are lost, late, twice, out of order.
// What tests do besides (opening widgets, running cells) is left in peace.
(() => {
  let seed = SEED;
  const random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  globalThis.line = { isBad: false, lost: 0, late: 0, twice: 0, whole: 0 };
  const isOfWidget = (data) => {
    if (!(data instanceof ArrayBuffer)) return false;
    const view = new DataView(data);
    const at = (place) => Number(view.getBigUint64(8 * place, true));
    const header = new TextDecoder().decode(new Uint8Array(data, at(2), at(3) - at(2)));
    return header.includes('"comm_msg"');
  };
  const carry = (data, deliver) => {
    if (!line.isBad || !isOfWidget(data)) return deliver();
    const fate = random();
    if (fate < 0.25) return void (line.lost += 1);
    if (fate < 0.5) return void ((line.late += 1), setTimeout(deliver, 100 + 2500 * random()));
    if (fate < 0.65) (line.twice += 1), setTimeout(deliver, 1500 * random());
    else line.whole += 1;
    return deliver();
  };
  const Real = WebSocket;
  globalThis.WebSocket = class extends Real {
    set onmessage(listener) {
      super.onmessage = listener && ((event) => carry(event.data, () => listener.call(this, event)));
    }
    get onmessage() {
      return super.onmessage;
    }
    send(data) {
      const bytes = ArrayBuffer.isView(data) ? data.buffer : data;
      carry(bytes, () => this.readyState === 1 && super.send(data));
    }
  };
})();
