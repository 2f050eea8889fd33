/** What the browser keeps for the visitor; without storage (private windows) the page just forgets. */

/** Return what was kept under a name, or null. */
export function remembered(name) {
  try {
    return localStorage.getItem(`stagedoor.${name}`);
  } catch {
    return null;
  }
}

/** Keep a text under a name. */
export function remember(name, value) {
  try {
    localStorage.setItem(`stagedoor.${name}`, value);
  } catch {
    // Nothing can be kept here.
  }
}
