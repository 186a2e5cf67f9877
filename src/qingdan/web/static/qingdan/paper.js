/* What is folded on the screen is unfolded for paper, and folded again. */
(function () {
  "use strict";
  function each(which, what) { Array.prototype.forEach.call(document.querySelectorAll(which), what); }
  window.addEventListener("beforeprint", function () {
    each("details:not([open])", function (fold) { fold.setAttribute("data-paper", ""); fold.open = true; });
  });
  window.addEventListener("afterprint", function () {
    each("details[data-paper]", function (fold) { fold.removeAttribute("data-paper"); fold.open = false; });
  });
}());
