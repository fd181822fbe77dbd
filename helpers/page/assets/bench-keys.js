// The list above keeps its arrow keys: without this the lab moves from cell to cell with them.

function render({ el }) {
  let tries = 0;
  const keep = () => {
    const list = el.closest(".ahoy-bench")?.querySelector("select[size]");
    if (list) list.dataset.lmSuppressShortcuts = "true";
    else if (++tries < 50) waiting = setTimeout(keep, 100); // it may come onto the page later
  };
  let waiting = setTimeout(keep, 0);
  el.style.display = "none";
  const unkept = keepAround(el, ".ahoy-bench");
  return () => {
    clearTimeout(waiting);
    unkept();
  };
}

export default { render };
