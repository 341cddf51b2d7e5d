// Everything above is wired up here.
function arrive(id) {
  if (numberOf.has(id)) go(numberOf.get(id));
  else if (id) document.getElementById(id)?.scrollIntoView();
}
startSwitches(setLanguage);
$("#help").addEventListener("click", () => $("#keys").showModal());
if (form) {
  form.hidden = false;
  // what is gone to must stand below the tools, as high as they are, or not stick
  new ResizeObserver(() => {
    const sticks = getComputedStyle(form).position === "sticky";
    root.style.setProperty("--tools", sticks ? form.offsetHeight + "px" : "0px");
  }).observe(form);
  const changed = () => { apply(); writeAddress(); };
  let waiting;
  form.addEventListener("input", event => {
    clearTimeout(waiting);
    if (event.target.type === "search") waiting = setTimeout(changed, 150); else changed();
  });
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
}
for (const one of $$(".unit,section.clause")) near.observe(one);
addEventListener("load", () => setTimeout(unpack)); // what is seen first comes first
startNotes();
startColumns();
addEventListener("keydown", onKey);
addEventListener("hashchange", () => { const id = readAddress(); apply(); arrive(id); });
addEventListener("beforeprint", () => {
  fillAll();
  if (long) cards.forEach(translateCard);
  for (const one of $$("details")) one.open = true;
});
const wanted = readAddress();
if (recalled("lang") === "en") setLanguage(true); else apply();
if (wanted) requestAnimationFrame(() => arrive(wanted));
