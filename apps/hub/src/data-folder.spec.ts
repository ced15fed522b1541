import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { makeDataFolder } from './data-folder.js';

const home = mkdtempSync(join(tmpdir(), 'tributary-folder-'));
afterAll(() => rmSync(home, { recursive: true }));

it('makes every level, and minds none that is there', () => {
  makeDataFolder(join(home, 'a/b/c'));
  makeDataFolder(join(home, 'a/b/c'));
  expect(existsSync(join(home, 'a/b/c'))).toBe(true);
});

it('names the setting when a folder can not be', () => {
  writeFileSync(join(home, 'file'), '');
  expect(() => makeDataFolder(join(home, 'file'))).toThrow(/TRIBUTARY_DATA/);
  expect(() => makeDataFolder(join(home, 'file/below'))).toThrow(/TRIBUTARY_DATA/);
  expect(() => makeDataFolder('/proc/nope')).toThrow(/TRIBUTARY_DATA/);
});
