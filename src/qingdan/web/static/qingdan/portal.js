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
