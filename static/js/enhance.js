// Comfort only: every page works without this file.
"use strict";

// <button data-copy hidden>: copies the page's address (or data-copy), and says so.
function offerCopying(part) {
  for (const button of part.querySelectorAll("button[data-copy][hidden]")) {
    if (!navigator.clipboard) continue;
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy || location.href);
      button.textContent = button.dataset.done;
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
}
offerCopying(document);
document.body.addEventListener("htmx:load", ({ detail }) => offerCopying(detail.elt));

// An error summary that the page arrived with takes the focus.
document.querySelector(".error-summary")?.focus();

// Facets that were asked for before the latest change would undo it: the next ones are on their way.
let changes = 0;
document.addEventListener("change", () => (changes += 1), true);
document.body.addEventListener("htmx:configRequest", ({ detail }) => (detail.elt.askedAt = changes));
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "facets" && detail.target.askedAt !== changes) detail.shouldSwap = false;
});

// A bad value: the summary of what is wrong takes the place of the rows, and no totals stand above.
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status === 400 && detail.target.id === "totals") detail.serverResponse = "";
});
