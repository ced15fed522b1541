import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from '@jest/globals';

const MARK = /FILL IN: (.+?)(?:\s*-->|",?)?$/;
const SKIPPED = new Set(['dist', 'node_modules']);

/**
 * What `npm run new:channel` left open in a channel's folder: a failing test for each mark, named by its file and line.
 * Once none is left, one test says so.
 * @param folder  URL with a slash at its end
 */
export function describeBlanks(folder: URL): void {
  const blanks = filesOf(fileURLToPath(folder)).flatMap(blanksOf);
  describe('blanks', () => {
    if (blanks.length === 0) it('are all filled in', () => undefined);
    for (const blank of blanks) {
      it(blank, () => {
        throw new Error(`${blank}; then take the mark away`);
      });
    }
  });
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

function blanksOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').flatMap((line, index) => {
    const what = MARK.exec(line.trimEnd())?.[1];
    return what === undefined ? [] : [`fill in: ${what} (${relative(process.cwd(), path)}:${index + 1})`];
  });
}
