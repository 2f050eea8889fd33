/** On a narrow window channels, side panel and tools are drawers: one open at a time, out of the way otherwise. */

import { byId, find, findAll } from "./find.js";

const NARROW = { channels: matchMedia("(max-width: 760px)"), tools: matchMedia("(max-width: 760px)"), panel: matchMedia("(max-width: 1080px)") };

function settle() {
  for (const [id, query] of Object.entries(NARROW)) {
    const drawer = byId(id);
    const open = drawer.classList.contains("open");
    drawer.inert = query.matches && !open;
    find(`[data-drawer="${id}"]`)?.setAttribute("aria-expanded", String(query.matches ? open : true));
  }
  byId("shade").hidden = !find(".drawer.open");
}

/** Close whatever drawer is open. */
export function closeDrawers() {
  for (const drawer of findAll(".drawer.open")) {
    drawer.classList.remove("open");
    if (drawer.contains(document.activeElement)) find(`[data-drawer="${drawer.id}"]`)?.focus();
  }
  settle();
}

/** Open a drawer, or close it. */
function toggleDrawer(id) {
  const drawer = byId(id);
  const opens = !drawer.classList.contains("open");
  closeDrawers();
  drawer.classList.toggle("open", opens && NARROW[id].matches);
  settle();
  if (opens && NARROW[id].matches) find("button, [tabindex]", drawer)?.focus();
}

/** Wire the drawers once. */
export function startDrawers() {
  for (const query of Object.values(NARROW)) query.addEventListener("change", closeDrawers);
  for (const button of findAll("[data-drawer]")) button.addEventListener("click", () => toggleDrawer(button.dataset.drawer));
  byId("shade").addEventListener("click", closeDrawers);
  byId("room-controls").addEventListener("click", closeDrawers);
  document.addEventListener("keydown", (event) => event.key === "Escape" && find(".drawer.open") && closeDrawers());
  settle();
}
