/** On a narrow window the channels and the side panel are drawers: one open at a time, out of the way otherwise. */

const NARROW = { channels: matchMedia("(max-width: 760px)"), panel: matchMedia("(max-width: 1080px)") };

function settle() {
  for (const [id, query] of Object.entries(NARROW)) {
    const drawer = document.getElementById(id);
    const open = drawer.classList.contains("open");
    drawer.inert = query.matches && !open;
    document.querySelector(`[data-drawer="${id}"]`).setAttribute("aria-expanded", String(query.matches ? open : true));
  }
  document.getElementById("shade").hidden = !document.querySelector(".drawer.open");
}

/** Close whatever drawer is open. */
export function closeDrawers() {
  for (const drawer of document.querySelectorAll(".drawer.open")) {
    drawer.classList.remove("open");
    if (drawer.contains(document.activeElement)) document.querySelector(`[data-drawer="${drawer.id}"]`).focus();
  }
  settle();
}

/** Open a drawer, or close it. */
function toggleDrawer(id) {
  const drawer = document.getElementById(id);
  const opens = !drawer.classList.contains("open");
  closeDrawers();
  drawer.classList.toggle("open", opens && NARROW[id].matches);
  settle();
  if (opens && NARROW[id].matches) drawer.querySelector("button, [tabindex]")?.focus();
}

/** Wire the drawers once. */
export function startDrawers() {
  for (const query of Object.values(NARROW)) query.addEventListener("change", closeDrawers);
  for (const button of document.querySelectorAll("[data-drawer]")) button.addEventListener("click", () => toggleDrawer(button.dataset.drawer));
  document.getElementById("shade").addEventListener("click", closeDrawers);
  document.addEventListener("keydown", (event) => event.key === "Escape" && document.querySelector(".drawer.open") && closeDrawers());
  settle();
}
