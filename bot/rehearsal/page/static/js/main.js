/** Opens the rehearsal: connects, and draws each part anew whenever the map or the visit changes. */

import { connect, deed, get, onChange } from "./connection.js";
import { drawClock, drawTime, startClock } from "./clock.js";
import { drawComposer, startComposer } from "./composer.js";
import { drawEvents } from "./events.js";
import { findAll } from "./find.js";
import { drawForum } from "./forum.js";
import { drawHead } from "./head.js";
import { drawIcons } from "./icons.js";
import { drawLatency, startLatency } from "./latency.js";
import { drawMessages, startMessages } from "./messages.js";
import { drawPanel, startPanel } from "./panel.js";
import { drawPeople, startPeople } from "./people.js";
import { drawPins } from "./pins.js";
import { drawPlaces, startPlaces } from "./places.js";
import { drawScene } from "./scene.js";
import { drawTrouble, startTrouble } from "./trouble.js";
import { drawTour, startTour } from "./tour.js";
import { drawTyping } from "./typing.js";
import { indexNames } from "./names.js";
import { showLine } from "./notices.js";
import { startDrawers } from "./drawers.js";
import { startTheme } from "./theme.js";
import { startTicking } from "./times.js";
import { beginUnread } from "./unread.js";
import { watchFailures } from "./failures.js";
import { watchForms } from "./forms.js";
import { look, onVisit, settle } from "./visit.js";
import { firstLanguage, lang, speak } from "./words.js";

let drawing = false;
/** @type {string | null} */
let server = null;

function soon() {
  if (drawing) return;
  drawing = true;
  const later = document.hidden ? (act) => setTimeout(act, 50) : requestAnimationFrame;
  later(draw);
}

function draw() {
  drawing = false;
  if (!get("me")) return;
  beginUnread();
  settle();
  speakThere();
  indexNames();
  for (const part of [drawClock, drawLatency, drawPeople, drawScene, drawPlaces, drawHead, drawForum, drawMessages, drawComposer, drawTyping, drawPanel, drawTrouble, drawEvents, drawPins, watchForms, watchFailures, drawTour]) attempt(part);
}

/** Draw a part; where that fails, the others are drawn all the same. */
function attempt(part) {
  try {
    part();
  } catch (error) {
    reportError(error);
  }
}

/** Have the label's server speak the visitor's language, once for each server. */
function speakThere() {
  const now = `${get("guild")?.id} ${lang()}`;
  if (!get("room") || now === server) return;
  server = now;
  deed("language", { language: lang() }).catch(() => {});
}

function startLanguage() {
  const buttons = findAll("[data-language]");
  const mark = () => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.language === lang())));
  for (const one of buttons) {
    one.addEventListener("click", async () => {
      await speak(one.dataset.language);
      mark();
      await look();
      soon();
    });
  }
  mark();
}

async function start() {
  drawIcons();
  startTheme();
  await firstLanguage();
  startLanguage();
  for (const wire of [startPeople, startPlaces, startMessages, startComposer, startPanel, startTrouble, startClock, startLatency, startDrawers, startTour]) wire();
  onChange(soon);
  onVisit(soon);
  document.addEventListener("visibilitychange", soon);
  startTicking(drawTime);
  connect(() => look({ anew: true }), showLine);
}

start();
