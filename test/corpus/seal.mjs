import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint } from './fingerprint.mjs';

/**
 * Turns labels with their texts, which stay outside the project, into labels.json without them:
 * node test/corpus/seal.mjs <labels with texts.json> <folder of fixtures>
 */
const [texts, fixtures] = process.argv.slice(2);
if (!texts || !fixtures) throw new Error('usage: seal.mjs <labels with texts.json> <folder of fixtures>');

/** @type {import('./scoring.mjs').TextLabel[]} */
const labels = JSON.parse(readFileSync(texts, 'utf8'));
const sealed = labels.map(({ reply, alsoReply, note, ...label }) => ({
  file: label.file,
  sha256: createHash('sha256').update(readFileSync(join(fixtures, label.file))).digest('hex'),
  sender: label.sender,
  automatic: label.automatic,
  ...(reply === undefined ? {} : { reply: reply === null ? null : fingerprint(reply) }),
  ...(alsoReply === undefined ? {} : { alsoReply: fingerprint(alsoReply) }),
  russian: label.russian,
  note,
}));
const lines = sealed.map((label) => `  ${JSON.stringify(label)}`);
writeFileSync(fileURLToPath(new URL('labels.json', import.meta.url)), `[\n${lines.join(',\n')}\n]\n`);
