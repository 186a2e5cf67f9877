/* In the static copy: the size of type and the reader's village are kept by the browser itself. Without this script the
   switch of type leads to the live house, and the village is chosen again. Runs before the page is shown. */
(function () {
  "use strict";
  var root = document.documentElement, store, village = /^(.*\/)v\/(\d+)\/(?:index\.html)?$/.exec(window.location.pathname);
  try { store = window.localStorage; } catch (refused) { return; }
  if (!store) { return; }
  function got(name) { try { return store.getItem(name); } catch (refused) { return null; } }
  function keep(name, value) { try { store.setItem(name, value); } catch (refused) { /* a full or closed store */ } }

  if (got("qd-mode") === "large") { root.setAttribute("data-mode", "large"); }
  if (village) { keep("qd-village", village[2]); }

  document.addEventListener("DOMContentLoaded", function () {
    var chosen = got("qd-village");
    Array.prototype.forEach.call(document.querySelectorAll('a[href*="show%2Fmode"], a[href*="/show/mode/"]'), function (link) {
      function say() { link.setAttribute("aria-pressed", root.getAttribute("data-mode") === "large" ? "true" : "false"); }
      link.setAttribute("role", "button");
      say();
      link.addEventListener("click", function (event) {
        var large = root.getAttribute("data-mode") !== "large";
        event.preventDefault();
        if (large) { root.setAttribute("data-mode", "large"); } else { root.removeAttribute("data-mode"); }
        keep("qd-mode", large ? "large" : "normal");
        say();
      });
    });
    /* Home and the boards are those of the village that was chosen, as in the live house. */
    if (chosen) {
      Array.prototype.forEach.call(document.querySelectorAll(".qd-brand, .qd-tabbar a, .qd-nav a"), function (link) {
        var href = link.getAttribute("href") || "", found;
        if (/^(?:\.\.\/)*(?:\.\/)?$/.test(href)) { link.setAttribute("href", href + "v/" + chosen + "/"); }
        found = /^((?:\.\.\/)*)boards\/$/.exec(href);
        if (found) { link.setAttribute("href", href + chosen + "/"); }
      });
    }
  });
}());
