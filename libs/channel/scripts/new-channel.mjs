/**
 * `npm run new:channel -- name`: the folder of a new channel from libs/channel/template, and the registry with it.
 * It builds and keeps the promises of the shared test at once; what is left to a person is marked FILL IN.
 * `--root <dir>` works on another tree (tests).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const TEMPLATE = resolve(import.meta.dirname, '../template');
const NAME = /^[a-z][a-z\d]*(_[a-z\d]+)*$/;
const MAX_NAME_CHARS = 40;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { root: { type: 'string', default: resolve(import.meta.dirname, '../../..') } },
  });
  make(values.root, nameFrom(positionals));
} catch (error) {
  console.error(`new:channel: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

/** @param {string[]} words */
function nameFrom(words) {
  const [name, ...others] = words;
  if (name === undefined || others.length > 0) throw new Error('give one name: npm run new:channel -- site_chat');
  if (!NAME.test(name)) throw new Error(`"${name}" is no name of a channel: lower-case letters and digits, words joined by "_", a letter first (site_chat)`);
  if (name.length > MAX_NAME_CHARS) throw new Error(`"${name}" is too long: at most ${MAX_NAME_CHARS} characters`);
  return name;
}

/** @param {string} root @param {string} name */
function make(root, name) {
  const folder = `libs/channels/${name}`;
  if (existsSync(join(root, folder))) throw new Error(`${folder} exists already: nothing was changed`);
  const kebab = name.replaceAll('_', '-');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  /** @type {Record<string, string>} */
  const words = { name, kebab, version, header: `x-${kebab}-signature` };
  for (const path of filesOf(TEMPLATE)) {
    const target = join(root, folder, relative(TEMPLATE, path).replace(/\.tpl$/, ''));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(path, 'utf8').replace(/\{\{(\w+)\}\}/g, (_, word) => words[word] ?? ''));
  }
  execFileSync(process.execPath, [join(import.meta.dirname, 'gen-registry.mjs'), '--root', root], { stdio: 'inherit' });
  console.log(`${folder} stands and is in the registry. What is next:
  npm run build
  npm run test:only -- ${folder}
    each blank that is left is a failing test "fill in: ...", with its file and line; the rest passes
  docs/add-a-channel.md
    what a channel promises, and how each part is made
A new channel touches ${folder} and what gen:channels writes (apps/hub, package-lock.json), nothing else.`);
}

/** @param {string} folder @returns {string[]} */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesOf(join(folder, entry.name)) : [join(folder, entry.name)]));
}
