/** What is being written, in each channel by each person: it survives going elsewhere, redrawing, reconnecting. */

import { unspelled } from "./completion.js";
import { here, isThread, visit } from "./visit.js";

const drafts = new Map();
const listeners = new Set();

/** Return the draft of the open channel. */
export function draft() {
  const key = `${visit.personName}/${isThread(here()) ? visit.channel : visit.channelName}`;
  if (!drafts.has(key)) drafts.set(key, { text: "", replyTo: null, ping: true, editing: null, files: [], named: [], command: null });
  return drafts.get(key);
}

/** Have a function called when a draft was changed from outside the composer. */
export function onDraft(listener) {
  listeners.add(listener);
}

/** Change the open channel's draft, and have the composer show it. */
export function change(values, { focus = true } = {}) {
  Object.assign(draft(), values);
  for (const listener of listeners) listener({ focus });
}

/** Begin a reply. */
export function replyTo(id) {
  change({ replyTo: id, ping: true, editing: null });
}

/** Begin to edit one's own message. */
export function edit(message) {
  change({ editing: message.id, replyTo: null, ...unspelled(message.content) });
}
