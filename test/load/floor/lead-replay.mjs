import pg from 'pg';
import { leadSchema } from '@tributary/lead';
import { openPool } from '@tributary/storage';
import { readRecording } from './recording.mjs';

/**
 * The floor of the lead service: runs recorded batch transactions with the recorded parameters, on one connection, on a
 * copy of the database that they were recorded on. A transaction's statements are sent at once (pipelined), since no
 * parameter has to be waited for. Reading the log, decoding, matching, deciding and encoding are left out: that is what
 * the ratio to this shows.
 *
 * Over IPC: in `{ url, file }`, out `{ seconds, transactions }`.
 */
process.once('message', async (/** @type {{ url: string, file: string }} */ { url, file }) => {
  const transactions = readRecording(file);
  const { options } = openPool(url, leadSchema, { applicationName: 'tributary floor' });
  const pool = new pg.Pool(/** @type {import('pg').PoolConfig} */ ({ ...options, max: 1, pipeline: true }));
  const client = await pool.connect();
  const startedAt = performance.now();
  for (const statements of transactions) await Promise.all(statements.map((statement) => client.query(statement)));
  const seconds = (performance.now() - startedAt) / 1000;
  client.release();
  await pool.end();
  process.send?.({ seconds, transactions: transactions.length }, () => process.disconnect());
});
