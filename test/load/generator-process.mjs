import { load } from './generator.mjs';

/** Loads in a process of its own: takes one order over IPC, answers with the result. */
process.once('message', async (/** @type {import('./generator.mjs').LoadOrder} */ order) => {
  process.send?.(await load(order), () => process.disconnect());
});
