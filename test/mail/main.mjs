/** Dovecot driven by another process over Node's IPC channel, as the simulated server is; stops with the channel. */
import { startDovecot } from './dovecot.mjs';

const starting = startDovecot();

process.on('message', ({ id, method, args }) => {
  starting
    .then((dovecot) => (method === 'ports' ? dovecot.ports : dovecot[method](...args)))
    .then((result) => process.send?.({ id, result: ['string', 'object'].includes(typeof result) ? structuredClone(result) : undefined }))
    .catch((error) => process.send?.({ id, error: String(error?.stack ?? error) }));
});
process.on('disconnect', () => void starting.then((dovecot) => dovecot.stop()).finally(() => process.exit(0)));
