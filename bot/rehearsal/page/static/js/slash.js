/** Slash commands: the list that `/` opens, and the form for a command's options. */

import { el, redraw } from "./draw.js";
import { deed, get } from "./connection.js";
import { find } from "./find.js";
import { localised } from "./menus.js";
import { detailed, notice, reason } from "./notices.js";
import { optionField } from "./slash-fields.js";
import { change } from "./drafts.js";
import { matches } from "./suggest.js";
import { visit } from "./visit.js";
import { lang, t } from "./words.js";

const [SUBCOMMAND, GROUP] = [1, 2];

/** Return every slash command that is offered here, subcommands on their own. */
export function slashCommands() {
  const walk = (what, path, label) => {
    const inner = (what.options ?? []).filter((one) => one.type === SUBCOMMAND || one.type === GROUP);
    if (inner.length) return inner.flatMap((one) => walk(one, `${path} ${one.name}`, `${label} ${localised(one)}`));
    return [{ path, label, description: localised(what, "description"), options: what.options ?? [] }];
  };
  return (get("commands") ?? []).filter((one) => (one.type ?? 1) === 1).flatMap((one) => walk(one, one.name, localised(one)));
}

/** Return what the command list offers for what is typed after the slash. */
export function commandsFor(typed) {
  const wanted = typed.trimEnd();
  return slashCommands()
    .filter((one) => matches(wanted, one.path, one.label))
    .sort((a, b) => rank(a, wanted) - rank(b, wanted))
    .map((one) => ({ label: `/${one.label}`, hint: one.description, command: one }));
}

function rank(command, typed) {
  return command.path.startsWith(typed) || command.label.startsWith(typed) ? 0 : 1;
}

/** Draw the form of the command in a draft; nothing where it has none. */
export function drawSlash(box, draft, cancel) {
  const chosen = draft.command;
  const command = chosen && slashCommands().find((one) => one.path === chosen.path);
  box.hidden = !command;
  if (chosen && !command && get("commands")) {
    notice(t("slash.gone"));
    draft.command = null;
    return;
  }
  const mark = command ? JSON.stringify([command, visit.channel, visit.person, lang(), chosen.fresh ?? 0]) : "";
  const begins = command && box.dataset.mark !== mark;
  box.dataset.mark = mark;
  redraw(box, mark, () => command && form(command, chosen, cancel));
  if (begins) find("input, select, button.button-primary", box)?.focus();
}

function form(command, chosen, cancel) {
  const shown = new Map();
  const place = el("div", { class: "slash-fields" });
  const more = el("div", { class: "slash-more", role: "group", "aria-label": t("slash.more") });
  const problem = el("p", { class: "field-problem", role: "alert" });
  const context = { command, values: chosen.values, submit: () => use(), next: (from) => next(from) };
  const add = (option) => {
    const field = optionField(option, context);
    shown.set(option.name, field);
    place.append(field.node);
    return field;
  };
  for (const option of command.options) {
    if (option.required || option.name in chosen.values) add(option);
  }
  for (const option of command.options.filter((one) => !shown.has(one.name))) {
    const chip = el("button", { type: "button", class: "chip", title: localised(option, "description"), onclick: () => {
      chip.remove();
      add(option).focus();
    } }, "+ ", localised(option));
    more.append(chip);
  }
  const send = el("button", { type: "button", class: "button button-primary", onclick: () => use() }, t("slash.send"));
  const stop = el("button", { type: "button", class: "button button-secondary", onclick: cancel }, t("form.cancel"));
  const box = el("div", { class: "slash-form", role: "group", "aria-label": `/${command.label}` },
    el("p", { class: "slash-title" }, el("strong", {}, `/${command.label}`), " ", el("span", { class: "quiet" }, command.description)),
    place, more, problem, el("div", { class: "form-buttons" }, stop, send));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    cancel();
  });
  return box;

  function next(from) {
    const fields = [...shown.values()];
    const after = fields.slice(fields.findIndex((one) => one.name === from) + 1).find((one) => one.value() === undefined);
    (after ?? { focus: () => send.focus() }).focus();
  }

  async function use() {
    const fields = [...shown.values()];
    const wrong = fields.filter((one) => !one.check());
    if (wrong.length) return wrong[0].focus();
    send.disabled = true;
    problem.textContent = "";
    try {
      const options = {};
      for (const one of fields) {
        const value = await one.value();
        if (value !== undefined) options[one.name] = value;
      }
      await deed("slash", { channel: visit.channel, name: command.path, options });
      change({ command: null });
    } catch (failed) {
      const error = /** @type {any} */ (failed);
      send.disabled = false;
      const known = fields.filter((one) => error.errors?.[one.name]);
      for (const one of known) one.complain(detailed(error.errors[one.name]).join(" "));
      if (!known.length) problem.textContent = reason(error);
    }
  }
}
