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
