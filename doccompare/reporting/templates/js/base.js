// Another text to compare with, in place. Which units there are, and what was decided, stays.
const RELATIONS = {
  substitution: ["讹", "sub"], omission: ["脱", "om"], addition: ["衍", "add"], transposition: ["倒", "transp"],
  misplacement: ["错简", "misplaced"], punctuation: ["标点", "punct"], orthography: ["写法", "orth"],
};
const within = (part, whole) => { let at = 0; for (const char of whole) if (char === part[at]) at++; return at === part.length; };
function relation(kind, base, own) {
  if (["punctuation", "orthography", "misplacement"].includes(kind)) return kind;
  if (own.length < base.length && within(own, base)) return "omission";
  if (base.length < own.length && within(base, own)) return "addition";
  return [...own].sort().join() === [...base].sort().join() ? "transposition" : "substitution";
}
const readingText = row => {
  const cell = $(".reading", row);
  return $(".none", cell) ? ($(".rest", cell)?.textContent.match(/“(.*)”/)?.[1] ?? "") : cell.textContent.trim();
};

let rebased = "";
function rebase(siglum) {
  if (siglum === rebased && !siglum) return;
  rebased = siglum;
  for (const old of $$(".against")) old.remove();
  for (const old of $$("mark[data-lemma]")) { old.textContent = old.dataset.lemma; delete old.dataset.lemma; }
  if (!siglum) return;
  cards.forEach((card, n) => rebaseCard(n));
}
function rebaseCard(n) {
  const card = cards[n], digit = reference(n);
  if (digit === "-" || card.matches(".folded")) return;
  const rows = $$("tbody tr:not(.remark)", card), base = rows[DIGITS.indexOf(digit)];
  if (!base) return;
  const text = readingText(base), mark = $(".context mark", card);
  mark.dataset.lemma = mark.textContent;
  mark.textContent = text || say("〔无〕", "〔nothing〕");
  const asSent = digit === digitOf(D.units[n][2]); // held against what it was sent against: nothing to guess
  for (const row of rows) {
    const kind = asSent && row.dataset.c || relation(card.dataset.c, text, readingText(row));
    const told = document.createElement("span"), words = RELATIONS[kind];
    told.className = "against";
    told.textContent = row === base ? say(`对照 ${rebased}`, `held against: ${rebased}`)
      : say(`较${rebased}：${words[0]}`, `against ${rebased}: ${words[1]}`);
    $(".why", row).prepend(told);
  }
}

const matrix = $("#matrix"), original = new Map();
const clauses = new Map();
cards.forEach((card, n) => {
  const id = card.parentElement.getAttribute("aria-labelledby");
  clauses.set(id, [...(clauses.get(id) || []), n]);
});
function recount(values) {
  if (!matrix) return;
  $$("thead th", matrix).forEach((head, i) => i && head.classList.toggle("off", values.x.has(D.sigla[i - 1])));
  $("#against").textContent = values.b ? say(`与${values.b}本相较。`, `Against ${values.b}. `) : say("与正文相较。", "Against the text. ");
  for (const row of $$("tbody tr", matrix)) {
    $$("td", row).forEach((cell, at) => {
      if (!original.has(cell)) original.set(cell, [cell.className, [...cell.childNodes]]);
      const [kind, nodes] = original.get(cell);
      cell.className = kind;
      cell.replaceChildren(...nodes);
      if (values.b) figure(cell, (clauses.get(row.dataset.c) || []).filter(n => differs(n, at)), D.sigla[at]);
      cell.classList.toggle("off", values.x.has(D.sigla[at]));
    });
  }
}
function figure(cell, found, siglum) {
  if (!found.length) {
    if (/\d/.test(cell.textContent)) { cell.className = ""; cell.replaceChildren(); }
    return;
  }
  const heavy = found.some(n => cards[n].dataset.s === "critical"), link = document.createElement("a");
  cell.className = heavy ? "critical" : "differs";
  link.href = "#" + cards[found[0]].id;
  link.textContent = found.length;
  link.setAttribute("aria-label", say(`${siglum}本异文 ${found.length} 处`, `${siglum}: ${found.length} units`));
  if (heavy) link.append(Object.assign(document.createElement("i"), { textContent: "要" }));
  cell.replaceChildren(link);
}
