"use strict";
// Without this script every form works as it is; here only keys are added, and a second press is caught.
(() => {
  const typing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName));

  let sent = false;
  document.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey || event.repeat) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      if (event.key === "Enter" && event.ctrlKey && event.target.id === "why") {
        document.querySelector('[data-focus="why"]').click();
      }
      return;
    }
    if (event.ctrlKey) return;
    if (event.key === "Enter" && event.target instanceof Element && event.target.closest("a, button, summary")) return;
    const key = event.key.normalize("NFKC");
    const wanted = [...document.querySelectorAll("[data-key]")].find(
      (element) => element.dataset.key === (key.length === 1 ? key.toLowerCase() : key)
    );
    if (!wanted) return;
    event.preventDefault();
    const field = wanted.dataset.focus && document.getElementById(wanted.dataset.focus);
    if (field) field.focus();
    else wanted.click();
  });
})();
