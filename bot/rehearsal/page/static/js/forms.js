/** Forms: those an application opens, and the page's own small ones, each a dialog. */

import { el, refocus } from "./draw.js";
import { all, deed, get } from "./connection.js";
import { field } from "./fields.js";
import { byId } from "./find.js";
import { icon } from "./icons.js";
import { detailed, reason } from "./notices.js";
import { rich } from "./text.js";
import { t } from "./words.js";

const [ROW, TEXT, LABEL] = [1, 10, 18];
const SETTLES = 400;
const seen = new Set();
const sent = new Map();
/** @type {{ box: HTMLDialogElement, body: HTMLFormElement, fields: any[] } | null} */
let opened = null;

/**
 * Open a form of Discord's kind. `submit(values)` may reject: its reason is shown, and the form stays.
 * Resolves, when closed, to whether it was sent.
 */
export function openForm(form, { submit, action = t("form.send"), danger = false, onclose = () => {} }) {
  const back = document.activeElement;
  const fields = form.components.flatMap(fieldsOf);
  const problem = el("p", { class: "form-problem", role: "alert" });
  const send = el("button", { type: "submit", class: `button ${danger ? "button-danger" : "button-primary"}` }, action);
  const cancel = el("button", { type: "button", class: "button button-secondary", onclick: () => box.close() }, t("form.cancel"));
  const title = el("h2", { dir: "auto", id: "form-title" }, form.title);
  const body = el("form", { novalidate: true }, title, form.components.map((part) => drawn(part, fields)), problem, el("div", { class: "form-buttons" }, cancel, send));
  const close = el("button", { type: "button", class: "icon-button form-close", "aria-label": t("close"), onclick: () => box.close() }, icon("close"));
  const box = el("dialog", { class: "form", "aria-labelledby": "form-title" }, body, close);
  const busy = (is) => {
    send.disabled = is;
    send.setAttribute("aria-busy", String(is));
  };
  const showError = (error) => {
    busy(false);
    const known = fields.filter((one) => error.errors?.[one.id]);
    for (const one of known) one.complain(detailed(error.errors[one.id]).join(" "));
    if (known.length) known[0].focus();
    else problem.textContent = reason(error);
  };
  body.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    problem.textContent = "";
    const wrong = fields.filter((one) => !one.check());
    if (wrong.length) return wrong[0].focus();
    busy(true);
    try {
      const keeps = await submit(Object.fromEntries(fields.map((one) => [one.id, one.value()])));
      if (keeps) keeps({ done: () => box.close(), failed: (text) => { busy(false); problem.textContent = text; } });
      else box.close();
    } catch (error) {
      showError(error);
    }
  });
  box.addEventListener("close", () => {
    box.remove();
    if (opened?.box === box) opened = null;
    giveBack(back);
    onclose();
  });
  document.body.append(box);
  box.showModal();
  opened = { box, body, fields };
  (fields[0] ?? { focus: () => send.focus() }).focus();
  return box;
}

function giveBack(back) {
  if (back?.isConnected && back !== document.body) back.focus({ preventScroll: true });
  else if (!back || !refocus(document, back)) byId("text").focus({ preventScroll: true });
}

function fieldsOf(part) {
  if (part.type === ROW) return part.components.map((one) => field(one, { label: one.label ?? one.placeholder ?? "" }));
  return part.type === LABEL ? [field(part.component, part)] : [];
}

function drawn(part, fields) {
  if (part.type === TEXT) return rich(part.content, { class: "form-text" });
  const ids = part.type === ROW ? part.components.map((one) => one.custom_id) : [part.component?.custom_id];
  return fields.filter((one) => ids.includes(one.id)).map((one) => one.node);
}

/** Say whether the open form has a field of that name. */
export function formHas(name) {
  return Boolean(opened?.fields.some((one) => one.id === name));
}

/** Fill in the open form, as the visitor could; `send` also sends it. */
export function fillForm(values, { send = false } = {}) {
  for (const one of opened?.fields ?? []) if (one.id in values) one.set(values[one.id]);
  if (send) opened?.body.requestSubmit();
}

/** Ask whether to go on; resolves to true or false. */
export function confirmed(title, text, action) {
  return new Promise((resolve) => {
    let yes = false;
    openForm({ title, components: text ? [{ type: TEXT, content: text }] : [] }, {
      action, danger: true, submit: async () => { yes = true; }, onclose: () => resolve(yes),
    });
  });
}

/** Open the forms that applications answered with, and follow those that were sent. */
export function watchForms() {
  for (const one of all("interaction:")) {
    if (!one.modal || seen.has(one.id)) continue;
    seen.add(one.id);
    openForm(one.modal, { submit: (values) => submitted(one.id, values) });
  }
  for (const [id, follow] of sent) {
    const state = get(`interaction:${id}`)?.state;
    if (state === "waiting" || (state === undefined && Date.now() - follow.at < SETTLES)) continue;
    sent.delete(id);
    if (state === "failed") follow.failed(t("component.failed"));
    else follow.done();
  }
}

async function submitted(interaction, values) {
  const { interaction: id } = await deed("submit", { interaction, values });
  return ({ done, failed }) => {
    sent.set(id, { done, failed, at: Date.now() });
    setTimeout(watchForms, SETTLES);
  };
}
