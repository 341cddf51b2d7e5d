// What the report knows: its units, the form, the unit in hand, and the address that keeps them.
const form = $("#tools");
const anchorOf = key => "u-" + key.replace(/[^0-9A-Za-z]/g, "-");
for (const row of D.units) row[1] = row[1].replace(/(.)\((\d+)\)/g, (all, digit, count) => digit.repeat(count));
const cards = D.units.map(([key]) => document.getElementById(anchorOf(key)));
const numberOf = new Map(D.units.map(([key], n) => [anchorOf(key), n]));
let current = -1;

// The digit of the reading that all others are held against: the text's, or that of the witness chosen.
const reference = n => {
  const at = D.sigla.indexOf(state().b);
  return at < 0 ? digitOf(D.units[n][2]) : D.units[n][1][at];
};
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const digitOf = n => DIGITS[Math.min(n, DIGITS.length - 1)];
const differs = (n, at) => {
  const own = D.units[n][1][at], other = reference(n);
  return own !== "-" && other !== "-" && own !== other;
};

let known = null;
function state() {
  if (known) return known;
  const values = { q: "", s: "", c: "", w: "", a: "", d: "", b: "", x: new Set() };
  if (form) {
    for (const key of "qscwadb") if (form.elements[key]) values[key] = form.elements[key].value;
    for (const box of $$("[name=x]", form)) if (!box.checked) values.x.add(box.value);
  }
  return (known = values);
}

// Filters and the unit in hand stand in the address, so that a view can be sent to somebody.
function writeAddress() {
  const values = state(), told = new URLSearchParams();
  for (const key of "qscwadb") if (values[key]) told.set(key, values[key]);
  if (values.x.size) told.set("x", [...values.x].join(","));
  const unit = current < 0 ? "" : anchorOf(D.units[current][0]);
  if ([...told].length && unit) told.set("u", unit);
  const hash = [...told].length ? told.toString() : unit;
  history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
}

function readAddress() {
  const hash = location.hash.slice(1);
  if (!hash.includes("=")) return decodeURIComponent(hash);
  const told = new URLSearchParams(hash), off = new Set((told.get("x") || "").split(","));
  if (form) {
    for (const key of "qscwadb") if (form.elements[key]) form.elements[key].value = told.get(key) || "";
    for (const box of $$("[name=x]", form)) box.checked = !off.has(box.value);
  }
  known = null;
  return told.get("u") || "";
}
