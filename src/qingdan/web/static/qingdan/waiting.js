/* Looks again, every two seconds, how far a handbook is. Without this script the page is loaded anew instead. */
(function () {
  "use strict";
  var place = document.getElementById("qd-waiting");
  if (!place || !window.fetch) { return; }
  function look() {
    if (!place.querySelector("[data-waits]")) { return; }
    window.fetch(place.getAttribute("data-look"), { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (words) {
      if (words) { place.innerHTML = words; }
      window.setTimeout(look, 2000);
    }).catch(function () { window.setTimeout(look, 5000); });
  }
  window.setTimeout(look, 2000);
}());
