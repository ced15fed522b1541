/**
 * `npm run sim -- <provider> [--port N] [--strict]`: one simulated provider as a program of its own, until it is ended. A simulator is a
 * folder here with a `serve.mjs`. See docs/simulators.md.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const MAX_PORT = 65_535;
const folder = import.meta.dirname;
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'serve.mjs')));
const HELP = `A provider without the provider, for demonstrations and by-hand tests: in memory, on 127.0.0.1 alone, until Ctrl+C.

  npm run sim -- <provider> [--port N] [--strict]

  provider    ${names.join(' or ')}
  --port N    where it listens, 1 to ${MAX_PORT}; any free port without it
  --strict    webhooks and callbacks need https, as the provider itself demands
  --help      this

It prints the settings to add it with (Connectors, Add a connector), and how to write as a customer and see the answers.
All of it: docs/simulators.md`;

class WrongUse extends Error {}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof WrongUse ? error.message : `The simulator could not start: ${error?.message ?? error}`);
  process.exitCode = 1;
}

/** @param {readonly string[]} args @throws WrongUse */
async function run(args) {
  const { name, port, strict, help } = understood(args);
  if (help) return console.log(HELP);
  const { serve } = await import(`./${name}/serve.mjs`);
  const { lines } = await serve({ port, strict }).catch((error) => {
    if (error?.code === 'EADDRINUSE') throw new WrongUse(`Port ${port} is taken by another program: choose another, or leave --port out for any free one.`);
    if (error?.code === 'EACCES') throw new WrongUse(`Port ${port} may not be used by this user: choose one above 1023.`);
    throw error;
  });
  console.log([...lines, '', 'Everything is forgotten when it ends (Ctrl+C): then remove the account, and add it anew. docs/simulators.md says more.'].join('\n'));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
}

/** @param {readonly string[]} args @throws WrongUse */
function understood(args) {
  const { values, positionals } = parsed(args);
  const [name = '', ...more] = positionals;
  const { help, strict, port: given } = values;
  if (help) return { help, name, strict, port: 0 };
  if (name === '') throw new WrongUse(`Which provider? There are: ${names.join(', ')}.\n\n${HELP}`);
  if (!names.includes(name)) throw new WrongUse(`There is no simulator "${name}". There are: ${names.join(', ')}.`);
  if (more.length > 0) throw new WrongUse(`One provider at a time: "${more.join(' ')}" is too much. Start another in another terminal.`);
  const port = Number(given ?? 0);
  if (given !== undefined && !(/^\d+$/.test(given) && port >= 1 && port <= MAX_PORT)) throw new WrongUse(`--port ${given} is no port: a number from 1 to ${MAX_PORT}.`);
  return { help, name, strict, port };
}

/** @param {readonly string[]} args */
function parsed(args) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { port: { type: 'string' }, strict: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } } });
  } catch (cause) {
    // What Node says goes on with advice for other programs.
    throw new WrongUse(`${String(cause?.message).split('. ')[0]}. npm run sim -- --help says what there is.`, { cause });
  }
}
