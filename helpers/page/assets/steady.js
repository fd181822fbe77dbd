// A line to Python may lose a message, or bring it late. So a page asks again from time to time
// whether it has what there is: soon after news and while something goes on, else seldom.

const LIVELY = 2000; // milliseconds between two questions while something goes on
const SELDOM = 6000;

/** Calls `ask()` from time to time while the page is visible. Gives a function that ends it. */
function steady(ask, isLively) {
  let asked = Date.now();
  const look = () => {
    if (document.hidden || Date.now() - asked < (isLively() ? LIVELY : SELDOM) - 50) return;
    asked = Date.now();
    ask();
  };
  const now = () => {
    asked = 0;
    look();
  };
  const timer = setInterval(look, 1000);
  document.addEventListener("visibilitychange", now);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", now);
  };
}
