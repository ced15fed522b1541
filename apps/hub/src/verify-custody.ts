import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { CHAIN_PURPOSE, verifyChain, type Verdict } from '@tributary/lead';
import { loadConfig } from '@tributary/platform';
import { loadSecretKey, SecretBox } from '@tributary/storage';

const USAGE = `npm run custody:verify -- FILE [--key HEX]    checks a custody export (GET /api/v1/custody/export)
npm run custody:verify -- --print-key         prints the key of exports, for somebody who checks them elsewhere

Without --key the installation's own is used: TRIBUTARY_SECRET_KEY, or TRIBUTARY_DATA/secret.key.`;

const FAULTS: Record<Extract<Verdict, { whole: false }>['fault'], string> = {
  'other-key': 'was made under another key: give the one of the installation that made it',
  'not-a-line': 'is no line of a custody export',
  changed: 'was changed, or a line before it is missing or stands elsewhere',
  count: 'tells another number of contacts than there are',
  'cut-off': 'is the last one, and the export has no end: it was cut off',
  'after-the-end': 'stands behind the end of the export',
};

/** `npm run custody:verify`: needs the file and the key, no hub and no database. Exit code 1: not whole; 2: wrong usage. */
process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});

async function main(args: string[]): Promise<number> {
  const { values, positionals: [file] } = parseArgs({ args, allowPositionals: true, options: { key: { type: 'string' }, 'print-key': { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values['print-key']) return say(ownKey().toString('hex'));
  if (values.help || file === undefined) throw new Error(USAGE);
  if (values.key !== undefined && !/^[0-9a-f]{64}$/.test(values.key)) throw new Error('--key: expected 64 hex digits, as --print-key prints them');
  const key = values.key ? Buffer.from(values.key, 'hex') : ownKey();
  const verdict = await verifyChain(createInterface({ input: createReadStream(file), crlfDelay: Infinity }), key);
  if (verdict.whole) return say(`whole: ${verdict.contacts} contacts received from ${verdict.from} to ${verdict.to}, exported ${verdict.createdAt}`);
  console.error(`not whole: line ${verdict.line} ${FAULTS[verdict.fault]}`);
  return 1;
}

function ownKey(): Buffer {
  return new SecretBox(loadSecretKey(loadConfig(process.env))).derive(CHAIN_PURPOSE);
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}
