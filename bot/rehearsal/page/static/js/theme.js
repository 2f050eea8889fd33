/** Light, dark, or as the system has it. */

import { byId } from "./find.js";
import { notice } from "./notices.js";
import { remember, remembered } from "./memory.js";
import { t } from "./words.js";

const ORDER = ["system", "light", "dark"];

function wear(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Wear what was chosen before, and let the button change it. */
export function startTheme() {
  const before = remembered("theme") ?? "";
  wear(ORDER.includes(before) ? before : "system");
  byId("theme").addEventListener("click", () => {
    const now = document.documentElement.dataset.theme ?? "system";
    const next = ORDER[(ORDER.indexOf(now) + 1) % ORDER.length];
    wear(next);
    remember("theme", next);
    notice(t(`theme.${next}`));
  });
}
