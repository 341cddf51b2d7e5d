// j k Enter f ?: through the units without a mouse.
function go(n) {
  if (!cards[n]) return;
  if (cards[n].hidden) { form.reset(); apply(); }
  fill(n);
  cards[current]?.classList.remove("now");
  current = n;
  inColumns = false;
  cards[n].classList.add("now");
  cards[n].scrollIntoView({ block: "start" });
  requestAnimationFrame(() => cards[n].scrollIntoView({ block: "start" })); // a long page is only now laid out here
  cards[n].focus({ preventScroll: true });
  writeAddress();
}
function step(way) {
  let n = current < 0 && way < 0 ? cards.length : current;
  do n += way; while (cards[n]?.hidden);
  if (cards[n]) go(n);
}
function onKey(event) {
  const dialog = $("#keys"), place = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
  if (place.closest("input[type=search],select,textarea")) {
    if (event.key === "Escape") place.blur();
    return;
  }
  if (event.key === "Enter" && (current < 0 || place.closest("a,button,summary,input"))) return;
  const does = {
    j: () => step(1), k: () => step(-1), Enter: seeInColumns,
    f: () => { form?.scrollIntoView({ block: "nearest" }); $("#q")?.focus(); },
    "?": () => dialog.showModal(),
  }[event.key];
  if (does) { event.preventDefault(); does(); }
}
