/** Tells of commands that an application did not answer: there is no message under which to say so. */

import { all } from "./connection.js";
import { notice } from "./notices.js";
import { t } from "./words.js";

const told = new Set();

/** Tell of each failed interaction once. */
export function watchFailures() {
  for (const one of all("interaction:")) {
    if (one.state !== "failed" || one.source || told.has(one.id)) continue;
    told.add(one.id);
    notice(t("component.failed"), { kind: "refused" });
  }
}
