// The columns: what differs from the text chosen, which columns stand, the minimap, and there and back.
const pane = $("#pane"), minimap = $("#minimap");
const sites = new Map();
function readColumns() {
  for (const mark of pane ? $$("mark", pane) : []) {
    const n = Number(mark.dataset.u);
    if (!sites.has(n)) sites.set(n, []);
    sites.get(n).push(mark);
  }
}
readColumns();
function fillColumns(rows) {
  $("tbody", pane).innerHTML = rows;
  $("#packed-hint").remove();
  readColumns();
  translate(pane);
  recolumn(state());
}
function recolumn(values) {
  if (!pane) return;
  for (const [n, marks] of sites) for (const mark of marks)
    mark.classList.toggle("other", differs(n, D.sigla.indexOf(mark.parentElement.dataset.w)));
  for (const cell of $$("[data-w]", pane)) cell.classList.toggle("off", values.x.has(cell.dataset.w));
}
function drawView() {
  const view = $(".view", minimap), whole = pane.scrollHeight || 1;
  view.setAttribute("y", 1000 * pane.scrollTop / whole);
  view.setAttribute("height", Math.min(1000, 1000 * pane.clientHeight / whole));
}
function startColumns() {
  if (!pane) return;
  pane.addEventListener("scroll", drawView, { passive: true });
  addEventListener("resize", drawView);
  new ResizeObserver(drawView).observe(pane);
  minimap.addEventListener("click", event => {
    const box = minimap.getBoundingClientRect();
    pane.scrollTop = (event.clientY - box.top) / box.height * pane.scrollHeight - pane.clientHeight / 2;
  });
  pane.addEventListener("click", event => {
    const mark = event.target.closest("mark");
    if (mark) go(Number(mark.dataset.u));
  });
}
let inColumns = false;
function seeInColumns() {
  if (inColumns) { inColumns = false; return go(current); }
  const marks = (sites.get(current) || []).filter(mark => mark.offsetParent);
  if (!marks.length) return;
  for (const old of $$("mark.now", pane)) old.classList.remove("now");
  for (const mark of marks) mark.classList.add("now");
  $("#columns").scrollIntoView();
  const mark = marks[0].getBoundingClientRect(), box = pane.getBoundingClientRect();
  pane.scrollTop += mark.top - box.top - pane.clientHeight / 2;
  pane.focus({ preventScroll: true });
  inColumns = true;
}
