/* Reading aloud, where the browser can. The page says everything without this script. */
(function () {
  "use strict";
  var button = document.getElementById("qd-read"), speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) { return; }
  var word = button.querySelector("span"), start = word.textContent, queue = [];

  function show(reading) {
    word.textContent = reading ? button.getAttribute("data-stop") : start;
    button.setAttribute("aria-pressed", reading ? "true" : "false");
  }
  function stop() { queue = []; speech.cancel(); show(false); }
  /* One block at a time: some browsers fall silent after 15 seconds of one long text. */
  function next() {
    var text = queue.shift();
    if (!text) { show(false); return; }
    var said = new SpeechSynthesisUtterance(text);
    said.lang = document.documentElement.lang;
    said.rate = 0.9;
    said.onend = next;
    said.onerror = stop;
    speech.speak(said);
  }
  function read() {
    queue = document.getElementById("main").innerText.split(/\n+/).map(function (line) { return line.trim(); }).filter(Boolean);
    show(true);
    next();
  }
  button.hidden = false;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", function () { if (button.getAttribute("aria-pressed") === "true") { stop(); } else { read(); } });
  window.addEventListener("pagehide", function () { speech.cancel(); });
}());
/* Printing, where the browser can; and the code of a receipt's QR code, which stands behind # and is sent to no server. */
(function () {
  "use strict";
  var code = document.getElementById("id_code"), given = /^#([0-9A-Z]{10})$/.exec(window.location.hash);
  Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  if (code && given && window.history.replaceState) {
    code.value = given[1];
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }
}());
