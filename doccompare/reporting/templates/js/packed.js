// On a long page most units stand as one line, their cards in a packed block: filled in when they are met.
let packed = null;
const unmet = new Set();
async function unpack() {
  const block = $("#packed");
  if (!block || !globalThis.DecompressionStream) return;
  const coded = atob(block.textContent), bytes = new Uint8Array(coded.length);
  for (let at = 0; at < coded.length; at++) bytes[at] = coded.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  packed = await new Response(stream).json();
  for (const card of unmet) meet(card);
  unmet.clear();
  if (packed.rows) fillColumns(packed.rows);
  block.remove(); // gone only when all that was in it can be met
}

function fill(n) {
  const inside = packed?.cards[n];
  if (inside === undefined) return;
  delete packed.cards[n];
  const card = cards[n];
  card.innerHTML = inside;
  card.classList.remove("folded");
  card.setAttribute("aria-labelledby", "h-" + card.id);
  markSigla(state(), card);
  if (rebased) rebaseCard(n);
  spoken.delete(card);
  translateCard(card);
}
const fillAll = () => cards.forEach((card, n) => fill(n));

const ENTITIES = { amp: "&", lt: "<", gt: ">", "#34": '"', "#39": "'" };
// What is said of a unit, filled in or not.
function wordsOf(n) {
  const inside = packed?.cards[n];
  if (inside === undefined)
    return $$("h4,.context,.reading,.note .words,.evidence,.decision", cards[n]).map(one => one.textContent).join("\n");
  return inside.replace(/<[^>]*>/g, "\n").replace(/&(#?\w+);/g, (all, name) => ENTITIES[name] ?? all);
}
