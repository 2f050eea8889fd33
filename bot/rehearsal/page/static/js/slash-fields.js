/** A field for each kind of command option. */

import { el } from "./draw.js";
import { deed } from "./connection.js";
import { packed } from "./files.js";
import { localised } from "./menus.js";
import { channelsOf, peopleOffered, rolesOffered } from "./picker.js";
import { matches, suggest } from "./suggest.js";
import { visit } from "./visit.js";
import { lang, t } from "./words.js";

const [STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE] = [3, 4, 5, 6, 7, 8, 9, 10, 11];
const PAUSE = 180;
let count = 0;

/**
 * Make an option's field: `{name, node, value(), check(), complain(text), focus()}`. `values` keeps what was
 * filled in as `{text, value}` for as long as the draft lives.
 */
export function optionField(option, context) {
  count += 1;
  const id = `option-${count}`;
  const { values } = context;
  const problem = el("p", { class: "field-problem", id: `${id}-problem` });
  const hint = localised(option, "description");
  const inner = option.type === FILE ? fileInput(option, id, values) : textInput(option, id, context);
  inner.input.setAttribute("aria-describedby", `${id}-hint ${id}-problem`);
  const complain = (text) => {
    problem.textContent = text;
    inner.input.setAttribute("aria-invalid", String(Boolean(text)));
  };
  for (const name of ["input", "change"]) inner.input.addEventListener(name, () => complain(""));
  return {
    name: option.name,
    node: el("div", { class: "slash-field", dataset: { option: option.name } },
      el("label", { for: id }, localised(option), option.required && el("span", { class: "required", "aria-hidden": "true" }, " *")),
      el("div", { class: "slash-input" }, inner.node), el("p", { class: "form-hint", id: `${id}-hint` }, hint), problem),
    value: inner.value,
    complain,
    focus: () => inner.input.focus(),
    check: () => {
      const wrong = inner.wrong() ?? (option.required && values[option.name] === undefined ? t("form.required") : null);
      complain(wrong ?? "");
      return !wrong;
    },
  };
}

function fileInput(option, id, values) {
  const input = el("input", { id, type: "file" });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) values[option.name] = { value: file };
    else delete values[option.name];
  });
  const kept = values[option.name]?.value;
  return {
    input,
    node: [input, kept && el("span", { class: "quiet" }, kept.name)],
    wrong: () => null,
    value: () => (values[option.name] ? packed(values[option.name].value) : undefined),
  };
}

/** Return from where a field's choices come; null for free text. */
function sourceOf(option, values, command) {
  if (option.choices?.length) {
    const choices = option.choices.map((one) => ({ label: localised(one), value: one.value }));
    return { strict: true, find: (text) => choices.filter((one) => matches(text, one.label)) };
  }
  const things = {
    [BOOLEAN]: () => [{ label: t("yes"), value: true }, { label: t("no"), value: false }],
    [USER]: peopleOffered, [ROLE]: rolesOffered, [CHANNEL]: () => channelsOf(option.channel_types),
    [MENTIONABLE]: () => [...peopleOffered(), ...rolesOffered()],
  }[option.type];
  if (things) return { strict: true, find: (text) => things().filter((one) => matches(text, one.label, one.hint)) };
  if (!option.autocomplete) return null;
  return { strict: option.type !== STRING, find: (text) => asked(option, text, values, command) };
}

let last = 0;

async function asked(option, text, values, command) {
  last += 1;
  const mine = last;
  await new Promise((done) => { setTimeout(done, PAUSE); });
  if (mine !== last) return [];
  const others = Object.entries(values).filter(([name, one]) => name !== option.name && typeof one.value !== "object");
  const options = { ...Object.fromEntries(others.map(([name, one]) => [name, one.value])), [option.name]: text };
  try {
    const { choices } = await deed("autocomplete", { channel: visit.channel, name: command.path, focused: option.name, options });
    return choices.map((one) => ({ label: one.name_localizations?.[lang() === "ko" ? "ko" : "en-US"] ?? one.name, value: one.value }));
  } catch {
    return [];
  }
}

function textInput(option, id, { command, values, submit, next }) {
  const { name } = option;
  const source = sourceOf(option, values, command);
  const numeric = option.type === INTEGER || option.type === NUMBER;
  const input = el("input", { id, type: "text", dir: "auto", autocomplete: "off", inputmode: numeric && !source ? "decimal" : null, maxlength: option.max_length ? String(option.max_length) : null });
  input.value = values[name]?.text ?? values[name]?.value ?? "";
  const keep = (text, value) => {
    if (text === "") delete values[name];
    else values[name] = { text, value };
  };
  const list = el("ul", { class: "options options-above", hidden: true, "aria-label": localised(option) });
  const picking = source && suggest(input, list, {
    source: source.find,
    pick: (one) => {
      input.value = one.label;
      keep(one.label, one.value);
      input.dispatchEvent(new Event("change"));
      picking?.close();
      next(name);
    },
  });
  input.addEventListener("input", () => {
    keep(input.value, source?.strict ? undefined : numeric ? Number(input.value) : input.value);
    picking?.refresh();
  });
  if (picking) {
    input.addEventListener("focus", () => picking.refresh());
    input.addEventListener("blur", () => picking.close());
  }
  input.addEventListener("keydown", (event) => {
    if (picking?.key(event) || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const wrong = () => {
    const kept = values[name];
    if (!kept) return null;
    if (source?.strict && kept.value === undefined) return t("form.pick");
    if (numeric && !Number.isFinite(kept.value)) return t("form.number");
    if (numeric && (kept.value < (option.min_value ?? -Infinity) || kept.value > (option.max_value ?? Infinity))) {
      return t("form.between", { least: option.min_value ?? "…", most: option.max_value ?? "…" });
    }
    return null;
  };
  return { input, node: [input, list], wrong, value: () => values[name]?.value };
}
