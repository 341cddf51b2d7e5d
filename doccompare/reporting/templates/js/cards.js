// Copying, and the note that appears at a place of the text.
async function copy(text, button) {
  let done = true;
  try { await navigator.clipboard.writeText(text); } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  const was = button.textContent;
  button.textContent = done ? say("已复制", "copied") : say("未能复制", "not copied");
  setTimeout(() => { button.textContent = was; translate(button.parentElement); }, 1200);
}

function act(zh, en, text) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "t", textContent: zh });
  button.dataset.en = en;
  button.addEventListener("click", () => copy(text(), button));
  return button;
}
const linkTo = id => location.href.split("#")[0] + "#" + id;
const clauseText = address => $$(".established [data-a]")
  .filter(one => one.dataset.a === address || address.includes(".") && one.dataset.a.startsWith(address + "."))
  .map(one => {
    const copied = one.cloneNode(true);
    for (const extra of $$(".vh,sup,.acts", copied)) extra.remove();
    return copied.textContent.trim();
  }).join("\n");

function equip(one) {
  const acts = Object.assign(document.createElement("div"), { className: "acts" });
  if (one.matches(".unit")) {
    acts.append(act("复制校记", "copy note", () => `${$("h4", one).textContent}　${$(".note .words", one).textContent}`));
    acts.append(act("复制链接", "copy link", () => linkTo(one.id)));
  } else {
    const heading = $("h3", one), address = $$(".established [data-a]").map(p => p.dataset.a)
      .find(a => "c-" + a.replace(/\s+/g, "") === heading.id);
    if (address) {
      acts.append(act("复制条文", "copy clause", () => clauseText(address)));
      acts.append(act("复制引文", "copy citation", () => `${clauseText(address)}\n${D.cite}, ${heading.dataset.name}.`));
    }
    acts.append(act("复制链接", "copy link", () => linkTo(heading.id)));
  }
  if (one.matches(".unit")) one.append(acts); else $("h3", one).after(acts);
  translate(acts);
}
function meet(one) {
  if (one.matches(".folded")) {
    if (!packed) return unmet.add(one);
    fill(numberOf.get(one.id));
  }
  equip(one);
}
const near = new IntersectionObserver(seen => {
  for (const entry of seen) if (entry.isIntersecting) { near.unobserve(entry.target); meet(entry.target); }
}, { rootMargin: "300px" });

const pop = $("#pop");
function showNote(place) {
  const card = document.getElementById(decodeURIComponent(place.hash.slice(1)));
  if (!card) return;
  pop.textContent = `${$("h4", card).textContent}　${$(".note .words", card).textContent}`;
  pop.hidden = false;
  const box = place.getClientRects()[0], width = pop.offsetWidth;
  pop.style.left = Math.max(8, Math.min(box.left, root.clientWidth - width - 8)) + scrollX + "px";
  pop.style.top = box.bottom + scrollY + 6 + "px";
}
function startNotes() {
  const body = $(".established .body");
  const at = event => event.target.closest?.(".app,.open");
  for (const kind of ["mouseover", "focusin"]) body.addEventListener(kind, event => at(event) && showNote(at(event)));
  for (const kind of ["mouseout", "focusout"]) body.addEventListener(kind, () => { pop.hidden = true; });
}
