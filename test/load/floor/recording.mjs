import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';

/**
 * @param {string} file  written by {@link ./recorder.mjs}
 * @returns {import('./recorder.mjs').Statement[][]} transactions
 */
export function readRecording(file) {
  const bytes = readFileSync(file);
  const transactions = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    transactions.push(deserialize(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return transactions;
}

/**
 * SQL that gives the recorded consumer its lease again, for the copy on which the transactions are repeated.
 * @param {import('./recorder.mjs').Statement[][]} transactions
 * @returns {{ text: string, values: unknown[] }}
 */
export function leaseOf(transactions) {
  const commit = transactions.flat().find(({ text }) => /\blog\.commit\(/.test(text));
  if (!commit) throw new Error('the recording holds no commit of a log offset');
  const [group, topic, owner, fence] = commit.values;
  return {
    text: `update log.lease l set owner = $3, fence = $4, expires_at = 'infinity' from log.topic t where l.name = $1 and t.id = l.topic and t.name = $2`,
    values: [group, topic, owner, fence],
  };
}
