import { appendFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import pg from 'pg';

/**
 * Loaded into a lead service (`node --import`): writes down the statements and parameters of each of its batch
 * transactions, so that the floor can run the very same ones. Only for recording; nothing is measured with it.
 *
 * Environment: FLOOR_RECORDING, the file; FLOOR_BATCH, contacts a batch (the service's own number otherwise).
 *
 * @typedef {{ name?: string, text: string, values: unknown[] }} Statement
 */
const file = String(process.env['FLOOR_RECORDING']);
const batch = Number(process.env['FLOOR_BATCH'] ?? 0);

/** @type {WeakMap<object, Statement[]>} */
const open = new WeakMap();
const original = pg.Client.prototype.query;

/** @param {...any} args */
pg.Client.prototype.query = /** @type {any} */ (function record(/** @type {any} */ ...args) {
  const [first, second] = args;
  const text = typeof first === 'string' ? first : first?.text;
  const values = (Array.isArray(second) ? second : first?.values) ?? [];
  if (typeof text === 'string') {
    if (batch > 0 && /\blog\.read\(/.test(text)) values[2] = batch;
    // @ts-expect-error the client itself
    note(this, { name: first?.name, text, values });
  }
  // @ts-expect-error the client itself
  return original.apply(this, args);
});

/** @param {object} client @param {Statement} statement */
function note(client, statement) {
  if (/^\s*begin\b/i.test(statement.text)) return void open.set(client, [statement]);
  const transaction = open.get(client);
  if (!transaction) return;
  transaction.push(statement);
  if (!/^\s*(commit|rollback)\b/i.test(statement.text)) return;
  open.delete(client);
  const isBatch = /^\s*commit\b/i.test(statement.text) && transaction.some(({ text }) => /\binto lead\.contact\b/i.test(text));
  if (!isBatch) return;
  const bytes = serialize(transaction);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  appendFileSync(file, Buffer.concat([length, bytes]));
}
