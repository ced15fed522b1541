/**
 * The simulated server as a process of its own, driven over Node's IPC channel: `{ id, method, args }` calls a method of
 * ImapServer and is answered `{ id, result }` or `{ id, error }`. Ends when the channel does.
 */
import { ImapServer } from './server.mjs';

const server = new ImapServer();

process.on('message', ({ id, method, args }) => {
  Promise.resolve()
    .then(() => server[method](...args))
    .then((result) => process.send?.({ id, result: typeof result === 'object' ? structuredClone(result) : result }))
    .catch((error) => process.send?.({ id, error: String(error?.stack ?? error) }));
});
process.on('disconnect', () => process.exit(0));
