// Filters and search. Half and full width, quotes, case, simplified and traditional count as one.
const folds = new Map();
{ const pairs = [...D.fold]; for (let i = 0; i + 1 < pairs.length; i += 2) folds.set(pairs[i], pairs[i + 1]); }
const fold = text => [...text].map(char => {
  const code = char.codePointAt(0);
  if (code > 0xff00 && code < 0xff5f) char = String.fromCharCode(code - 0xfee0);
  return folds.get(char) ?? char;
}).join("").toLowerCase().replace(/[“”„‟「」『』"'‘’]/g, '"').replace(/[。｡]/g, ".").replace(/\s+/g, "");

const folded = [];
const textOf = n => folded[n] ??= fold(cards[n].id + wordsOf(n));

function passes(n, values, sought) {
  const told = cards[n].dataset;
  if (values.s && told.s !== values.s || values.c && told.c !== values.c || values.d && told.d !== values.d) return false;
  if (values.a && cards[n].parentElement.getAttribute("aria-labelledby") !== values.a) return false;
  if (values.w && !differs(n, D.sigla.indexOf(values.w))) return false;
  if (values.x.size) {
    const seen = new Set(D.sigla.filter(s => !values.x.has(s)).map(s => D.units[n][1][D.sigla.indexOf(s)]));
    seen.delete("-");
    if (seen.size < 2) return false;
  }
  return !sought || textOf(n).includes(sought);
}

function markSigla(values, where = document) {
  for (const one of $$("b.sg", where)) {
    one.classList.toggle("off", values.x.has(one.textContent));
    one.classList.toggle("ref", one.textContent === values.b);
  }
}
let viewed = ",false"; // base, witnesses left out, language: as the page was sent
function apply() {
  if (!form) return;
  known = null;
  const values = state(), sought = fold(values.q);
  let shown = 0;
  cards.forEach((card, n) => { card.hidden = !passes(n, values, sought); shown += !card.hidden; });
  for (const clause of $$("section.clause")) clause.hidden = !$(".unit:not([hidden])", clause);
  $("#count").textContent = shown === cards.length
    ? say(`共 ${shown} 处`, `${shown} in all`) : say(`显示 ${shown} / ${cards.length} 处`, `${shown} of ${cards.length} shown`);
  const now = [values.b, ...values.x, english].join();
  if (now === viewed) return;
  viewed = now;
  markSigla(values);
  rebase(values.b);
  recount(values);
  recolumn(values);
}
