// A phone below a cell.

function render({ model, el }) {
  const phone = connect(model, model.get("dock") ? 250 : 0);
  el.classList.add("ahoy-phone");
  el.append(phone.root);
  const home = model.get("home");
  const leave = attendantOf(home).join((message) => sends(model, message));
  const forget = model.get("dock") ? wantDock(home, el) : () => {};
  return () => {
    forget();
    leave();
    phone.stop();
  };
}

export default { render };
