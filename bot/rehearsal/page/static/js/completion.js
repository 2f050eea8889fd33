/** What `@` and `#` offer while one writes, and how Discord spells it when it is sent. */

import { get } from "./connection.js";
import { icon } from "./icons.js";
import { avatar, member, members, place, placeTitle, role, roles } from "./names.js";
import { matches } from "./suggest.js";
import { isDirect } from "./visit.js";

const CATEGORY = 4;

/** Return what completes the word before the caret: people and roles after `@`, channels after `#`. */
export function completions(before) {
  const found = /(?:^|\s)([@#])([^\s@#]{0,32})$/u.exec(before);
  if (!found) return [];
  const [, sign, typed] = found;
  return sign === "@" ? [...people(typed), ...groups(typed)] : channels(typed);
}

function people(typed) {
  return members().filter((one) => matches(typed, one.name, one.username)).map((one) => ({
    label: one.name, hint: one.username, icon: avatar(one.id, { class: "avatar-tiny" }), insert: `@${one.name}`, spelled: `<@${one.id}>`,
  }));
}

function groups(typed) {
  return roles().filter((one) => one.id !== get("guild")?.id && matches(typed, one.name)).map((one) => ({
    label: `@${one.name}`, insert: `@${one.name}`, spelled: `<@&${one.id}>`,
  }));
}

function channels(typed) {
  return (get("places") ?? []).filter((one) => one.kind !== CATEGORY && !isDirect(one) && matches(typed, one.name)).map((one) => ({
    label: placeTitle(one), icon: icon("hash"), insert: `#${one.name}`, spelled: `<#${one.id}>`,
  }));
}

/** Return a text with the names that were completed in it as Discord spells them, the longest first. */
export function spelled(text, named) {
  const longest = [...named].sort((a, b) => b.text.length - a.text.length);
  return longest.reduce((words, one) => words.replaceAll(one.text, one.spelled), text);
}

/** Return a text as its author sees it while editing: `{text, named}`. */
export function unspelled(content) {
  const named = [];
  const text = content.replace(/<(@&?|#)(\d{1,20})>/g, (whole, sign, id) => {
    const known = sign === "#" ? place(id) : sign === "@" ? member(id) : role(id);
    if (!known) return whole;
    named.push({ text: `${sign[0]}${known.name}`, spelled: whole });
    return named.at(-1).text;
  });
  return { text, named };
}
