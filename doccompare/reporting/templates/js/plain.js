// A page with nothing but its switches.
function setLanguage(toEnglish) { speak(toEnglish); translate(); }
startSwitches(setLanguage);
if (recalled("lang") === "en") setLanguage(true);
