import { Notes } from './notes.mjs';
import { Witness } from './witness.mjs';

/** @type {Witness | undefined} */
let witness;

process.on('message', (/** @type {{ start?: import('./witness.mjs').WitnessOrder, rate?: number, giveUp?: boolean }} */ message) => {
  if (message.start) void testify(message.start);
  if (message.rate !== undefined && witness) witness.rate = message.rate;
  if (message.giveUp) witness?.giveUp();
});
process.on('disconnect', () => process.exit());

/** @param {import('./witness.mjs').WitnessOrder} order */
async function testify(order) {
  witness = new Witness(order, await Notes.open(order.file));
  const telling = setInterval(() => process.send?.({ progress: witness?.progress }), 50);
  await witness.run();
  clearInterval(telling);
  process.send?.({ done: witness.progress }, () => process.disconnect());
}
