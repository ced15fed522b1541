import { expect, it } from '@jest/globals';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMail, UnreadableMailError } from './index.js';
import { MemoryStore } from './testing/memory-store.js';

const folder = join(import.meta.dirname, '../../fixtures/mime');
const names = readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -'.eml'.length));

/** What the mail in `<name>.eml` is read as; `UPDATE_GOLDEN=1` writes it anew, to be reviewed like code. */
it.each(names)('reads %s', async (name) => {
  const golden = join(folder, `${name}.json`);
  const shown = `${JSON.stringify(await readOrReason(readFileSync(join(folder, `${name}.eml`))), null, 2)}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, shown);
  expect(shown).toBe(readFileSync(golden, 'utf8'));
});

async function readOrReason(bytes: Buffer): Promise<object> {
  try {
    return await readMail(bytes, new MemoryStore());
  } catch (error) {
    if (error instanceof UnreadableMailError) return { unreadable: error.code };
    throw error;
  }
}
