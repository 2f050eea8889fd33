/** The fields of forms: a line, a paragraph, a select; each knows its value and what is wrong with it. */

import { el } from "./draw.js";
import { initialOf, picker } from "./picker.js";
import { t } from "./words.js";

const TEXT_INPUT = 4;
const PARAGRAPH = 2;
const MOST = 4000;
let count = 0;

/** Make a field: `{id, node, value(), set(value), check(), complain(text), focus()}`. */
export function field(what, { label, description = null }) {
  count += 1;
  const name = `field-${count}`;
  const required = what.required ?? true;
  const problem = el("p", { class: "field-problem", id: `${name}-problem` });
  const inner = what.type === TEXT_INPUT ? textInput(what, name, description) : selectInput(what, name);
  const node = el("div", { class: "form-field" },
    el("label", { id: `${name}-label`, for: inner.labelled, dir: "auto" }, label, required ? el("span", { class: "required", "aria-hidden": "true" }, " *") : null),
    description && el("p", { class: "form-hint", id: `${name}-hint`, dir: "auto" }, description),
    inner.node, problem);
  const complain = (text) => {
    problem.textContent = text;
    inner.target.setAttribute("aria-invalid", String(Boolean(text)));
  };
  for (const change of ["input", "chosen"]) inner.target.addEventListener(change, () => complain(""));
  return {
    id: what.custom_id,
    node,
    value: inner.value,
    set: inner.set,
    complain,
    focus: () => inner.target.focus(),
    check: () => {
      const wrong = inner.wrong(required);
      complain(wrong ?? "");
      return !wrong;
    },
  };
}

function textInput(what, name, description) {
  const long = what.style === PARAGRAPH;
  const most = what.max_length ?? MOST;
  const input = el(long ? "textarea" : "input", {
    id: name, name: what.custom_id, maxlength: String(most), placeholder: what.placeholder, required: what.required ?? true, dir: "auto",
    "aria-describedby": `${description ? `${name}-hint ` : ""}${name}-problem`, autocomplete: "off", rows: long ? "4" : null, type: long ? null : "text",
  });
  input.value = what.value ?? "";
  const left = el("span", { class: "counter" });
  const tell = () => { left.textContent = most - input.value.length < 200 || long ? `${input.value.length} / ${most}` : ""; };
  input.addEventListener("input", tell);
  tell();
  return {
    node: el("div", { class: "counted" }, input, left),
    target: input,
    labelled: name,
    value: () => input.value,
    set: (text) => {
      input.value = text;
      tell();
    },
    wrong: (required) => {
      const length = input.value.length;
      if (required && !input.value.trim()) return t("form.required");
      if (length && length < (what.min_length ?? 0)) return t("form.short", { count: what.min_length });
      return length > most ? t("form.long", { count: most }) : null;
    },
  };
}

function selectInput(what, name) {
  let values = initialOf(what);
  const node = picker(what, { chosen: (now) => {
    values = now;
    node.dispatchEvent(new CustomEvent("chosen"));
  }, initial: values, labelledBy: `${name}-label` });
  node.setAttribute("aria-describedby", `${name}-problem`);
  node.dataset.field = what.custom_id;
  return {
    node,
    target: node,
    labelled: null,
    value: () => values,
    set: (now) => {
      values = now;
      node.dispatchEvent(new CustomEvent("choose", { detail: now }));
    },
    wrong: (required) => (required && values.length < Math.max(1, what.min_values ?? 1) ? t("form.choose") : null),
  };
}
