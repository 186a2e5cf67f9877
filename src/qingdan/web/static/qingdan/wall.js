/* The board's screen goes on by itself. Without this script the page's own refresh does it; with it, the last page stays
   when the network is lost, a key holds it, and the clock runs by the server's time. */
(function () {
  "use strict";
  var wall = document.getElementById("wall"), held = false, lost = false, timer = 0;
  var began = Date.parse(wall.getAttribute("data-now")), since = window.performance.now();

  function two(n) { return (n < 10 ? "0" : "") + n; }
  /* The server's time plus what has passed since, never the clock of the machine; shown as Beijing time (UTC+8). */
  function clock(at) {
    var day = new Date(at + 8 * 3600 * 1000);
    return two(day.getUTCHours()) + ":" + two(day.getUTCMinutes());
  }
  function tell() {
    var shown = wall.querySelector("[data-clock]"), stale = wall.querySelector("[data-stale]");
    if (!shown || !stale) { return; }
    if (!stale.hasAttribute("data-said")) { stale.setAttribute("data-said", stale.textContent); }
    shown.hidden = false;
    shown.textContent = clock(began + window.performance.now() - since);
    stale.className = lost ? "is-over" : "";
    stale.textContent = held ? stale.getAttribute("data-held")
      : lost ? stale.getAttribute("data-lost").replace("{time}", clock(Date.parse(wall.getAttribute("data-now"))))
      : stale.getAttribute("data-said");
  }
  function wait(seconds) {
    window.clearTimeout(timer);
    timer = window.setTimeout(next, seconds * 1000);
  }
  function next() {
    if (held) { return; }
    window.fetch(wall.getAttribute("data-next"), { cache: "no-store" }).then(function (answer) {
      if (!answer.ok) { throw new Error("no page"); }
      return answer.text();
    }).then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").getElementById("wall");
      if (!found) { throw new Error("not the wall"); }
      if (held) { return; }
      found.className = "is-new";
      wall.parentNode.replaceChild(document.adoptNode(found), wall);
      wall = found;
      began = Date.parse(wall.getAttribute("data-now"));
      since = window.performance.now();
      lost = false;
      tell();
      wait(Number(wall.getAttribute("data-seconds")));
    }).catch(function () {
      lost = true;
      tell();
      wait(15);
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      held = !held;
      tell();
      if (held) { window.clearTimeout(timer); } else { next(); }
    } else if (event.key === "ArrowRight") {
      held = false;
      next();
    }
  });
  window.setInterval(tell, 5000);
  tell();
  wait(Number(wall.getAttribute("data-seconds")));
}());
