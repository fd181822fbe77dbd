// JupyterLab and Notebook 7: where an output's widget is gone, show its drawing or text.
//
// A saved output names a model that lived in a kernel. With another kernel the lab writes
// "Error displaying widget: model not found" over the drawing and the text that are saved
// beside it. Here they take that place, and give it back as soon as the widget is there.
"use strict";
(() => {
  const VIEW = "application/vnd.jupyter.widget-view+json";
  const LOADING = "Loading widget...", GONE = "Error displaying widget";
  const PATIENCE = 500; // ms in which a living widget comes by itself

  function outputOf(tracker, host) {
    let found = null;
    tracker.forEach((panel) => {
      if (!panel.content.node.contains(host)) return;
      for (const cell of panel.content.widgets) {
        const area = cell.outputArea;
        const place = area ? area.widgets.findIndex((one) => one.node.contains(host)) : -1;
        if (place >= 0) found = { model: area.model.get(place), rendermime: area.rendermime };
      }
    });
    return found;
  }

  async function showSaved(tracker, host, lumino) {
    const { model, rendermime } = outputOf(tracker, host) ?? {};
    if (!model?.data[VIEW]) return;
    const { [VIEW]: _, ...data } = model.data;
    const saved = { data, metadata: model.metadata, trusted: model.trusted, setData() {} };
    const type = rendermime.preferredMimeType(data, model.trusted ? "any" : "ensure");
    if (!type) return;
    const before = host.textContent;
    const renderer = rendermime.createRenderer(type);
    await renderer.renderModel(saved);
    if (host.textContent !== before || !host.isConnected) return; // the widget was quicker
    host.textContent = "";
    lumino.Widget.attach(renderer, host);
  }

  function waiting(node) {
    const hosts = node.nodeType === Node.TEXT_NODE ? [node.parentElement]
      : node.nodeType === Node.ELEMENT_NODE ? node.querySelectorAll(".jp-OutputArea-output") : [];
    return [...hosts].filter((host) => host && !host.childElementCount &&
      (host.textContent === LOADING || host.textContent.startsWith(GONE)));
  }

  function activate(tracker, lumino) {
    const show = (host) => showSaved(tracker, host, lumino).catch(console.error);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          for (const host of waiting(node))
            if (host.textContent !== LOADING) show(host);
            else setTimeout(() => host.textContent === LOADING && show(host), PATIENCE);
    }).observe(document.body, { childList: true, subtree: true });
  }

  let packages = {};
  async function shared(name) { // the lab's own copy
    const [copy] = Object.values(packages[name]);
    return (await copy.get())();
  }

  (window._JUPYTERLAB ??= {})["ahoy-reopened"] = {
    init(scope) { packages = scope; },
    async get() {
      const [{ INotebookTracker }, lumino] =
        [await shared("@jupyterlab/notebook"), await shared("@lumino/widgets")];
      const plugin = {
        id: "ahoy-reopened:plugin", autoStart: true, requires: [INotebookTracker],
        activate: (_, tracker) => activate(tracker, lumino),
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
