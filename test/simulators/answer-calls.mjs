/**
 * A simulator as a process of its own, driven over Node's IPC channel: `{ id, method, args }` calls a method of it and is
 * answered `{ id, result }` or `{ id, error }`. Ends when the channel does.
 * @param {any} simulator
 */
export function answerCalls(simulator) {
  process.on('message', (/** @type {any} */ { id, method, args }) => {
    Promise.resolve()
      .then(() => simulator[method](...args))
      .then((result) => process.send?.({ id, result: typeof result === 'object' ? structuredClone(result) : result }))
      .catch((error) => process.send?.({ id, error: String(error?.stack ?? error) }));
  });
  process.on('disconnect', () => process.exit(0));
}
