// Mistakes in the page's JavaScript; run by tests/test_packaging.py where eslint is installed.
// No package is needed beside eslint: what a browser has is listed here.

const BROWSER = [
  "AbortController", "Audio", "AudioContext", "Blob", "BroadcastChannel", "CustomEvent", "DOMParser", "Document", "Element", "Event",
  "HTMLElement", "IntersectionObserver", "KeyboardEvent", "MutationObserver", "Node",
  "ResizeObserver", "SpeechSynthesisUtterance", "URL", "cancelAnimationFrame", "clearInterval",
  "clearTimeout", "console", "customElements", "document", "fetch", "getComputedStyle", "getSelection",
  "localStorage", "location", "matchMedia", "navigator", "performance", "queueMicrotask",
  "requestAnimationFrame", "sessionStorage", "setInterval", "setTimeout", "speechSynthesis",
  "structuredClone", "window",
];

export default [
  {
    files: ["helpers/**/*.js"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "module",
      globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])),
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      complexity: ["error", 20],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-cond-assign": "error",
      "no-constant-binary-expression": "error",
      "no-dupe-keys": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-undef": "error",
      "no-unreachable": "error",
      "no-unused-expressions": "off", // two short statements may share a line
      "no-unused-vars": ["error", { args: "none" }],
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-var": "error",
      "prefer-const": "error",
      "use-isnan": "error",
    },
  },
];
