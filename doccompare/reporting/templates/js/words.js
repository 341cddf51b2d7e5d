// 中 / EN: the words of the interface are exchanged in place; the texts of the work stay as they are.
const chinese = new Map();
let english = false;
const say = (zh, en) => english ? en : zh;

function translate(where = document, passed = () => false) {
  for (const one of $$(".t", where)) {
    if (passed(one)) continue;
    if (!chinese.has(one)) chinese.set(one, one.textContent);
    const zh = chinese.get(one), en = one.dataset.en ?? D.english[zh];
    if (en === undefined) continue;
    one.textContent = english ? en : zh;
    if (english) one.lang = "en"; else one.removeAttribute("lang");
  }
  for (const one of $$("[data-t]", where)) {
    const key = one.dataset.t;
    if (!chinese.has(one)) chinese.set(one, one.getAttribute(key));
    one.setAttribute(key, english ? one.dataset.en : chinese.get(one));
  }
}
function speak(toEnglish) {
  english = toEnglish;
  if (english) root.dataset.lang = "en"; else delete root.dataset.lang;
  $("#lang").setAttribute("aria-pressed", String(english));
  remember("lang", english ? "en" : "zh");
}

const THEMES = ["", "light", "dark"];
function setTheme(theme) {
  if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
  remember("theme", theme);
}
function nextTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  setTheme(dark ? "light" : "dark");
}
function startSwitches(setLanguage) {
  $("#switches").hidden = false;
  $("#lang").addEventListener("click", () => setLanguage(!english));
  $("#theme").addEventListener("click", nextTheme);
  setTheme(THEMES.includes(recalled("theme")) ? recalled("theme") : "");
}
