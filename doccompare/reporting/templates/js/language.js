// The switch in a report: on a long page a unit is put into the language when it comes near the window.
const long = document.body.classList.contains("long"), spoken = new WeakMap();
const met = new IntersectionObserver(seen => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) translateCard(target);
}, { rootMargin: "400px" });
function translateCard(card) {
  if ((spoken.get(card) ?? false) === english) return;
  spoken.set(card, english);
  translate(card);
}
function setLanguage(toEnglish) {
  speak(toEnglish);
  translate(document, one => long && one.closest(".unit"));
  if (long) for (const card of cards) { met.unobserve(card); met.observe(card); }
  apply();
}
