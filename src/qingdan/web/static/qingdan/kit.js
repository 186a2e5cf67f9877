/* Copying a text, where the browser can; it can be selected without. */
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) {
    var said = document.getElementById(button.getAttribute("data-copy")), word = button.querySelector("span"), before = word.textContent;
    function done() {
      word.textContent = button.getAttribute("data-done");
      window.setTimeout(function () { word.textContent = before; }, 3000);
    }
    /* Old browsers, and pages that came without TLS: what is selected is copied, and stays selected if it is not. */
    function selected() {
      var range = document.createRange(), selection = window.getSelection();
      range.selectNodeContents(said);
      selection.removeAllRanges();
      selection.addRange(range);
      if (document.execCommand("copy")) { done(); }
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      if (!navigator.clipboard) { selected(); return; }
      navigator.clipboard.writeText(said.textContent).then(done, selected);
    });
  });
}());
