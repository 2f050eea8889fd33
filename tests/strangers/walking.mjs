// What the walks in JavaScript share: how a bot tells of its steps.

/** Tell of a step: that it went well or, with an error, that it did not. */
export function tell(step, error) {
  const wrong = error === undefined ? null : String(error?.stack ?? error).slice(0, 1500);
  console.log(JSON.stringify({ step, wrong }));
}

/** Take a step and tell how it went. */
export async function attempt(step, taking) {
  try {
    await taking();
    tell(step);
  } catch (error) {
    tell(step, error);
  }
}

/** Throw unless something is as it should be. */
export function check(right, what) {
  if (!right) throw new Error(what);
}

/** Wait for the client's next event that fits, ten seconds at most. */
export function heard(client, event, fits = () => true) {
  return new Promise((resolve, reject) => {
    const listener = (...told) => {
      if (!fits(...told)) return;
      clearTimeout(timer);
      client.off(event, listener);
      resolve(told[0]);
    };
    const timer = setTimeout(() => {
      client.off(event, listener);
      reject(new Error(`never heard of ${event}`));
    }, 10_000);
    client.on(event, listener);
  });
}

const [SLASH, ON_USER, ON_MESSAGE] = [1, 2, 3];
const [STRING, INTEGER] = [3, 4];

/** The commands every walk registers, as both libraries take them. */
export const commands = [
  { name: "Quote", type: ON_MESSAGE },
  { name: "Greet", type: ON_USER },
  { name: "form", type: SLASH, description: "Ask in a form" },
  {
    name: "find", type: SLASH, description: "Find an artist",
    options: [{ name: "artist", description: "Who", type: STRING, required: true, autocomplete: true }],
  },
  {
    name: "echo", type: SLASH, description: "Say it again",
    options: [
      { name: "words", description: "What", type: STRING, required: true },
      { name: "times", description: "How often", type: INTEGER },
    ],
  },
];

/** One red pixel. */
export const picture = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC", "base64");
