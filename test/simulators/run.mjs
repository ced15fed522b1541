/**
 * `npm run sim -- <name> [--port N] [--strict]`: one simulated provider as a program of its own, until it is ended. A simulator is a
 * folder here with a `serve.mjs`; without a name they are listed.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const folder = import.meta.dirname;
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'serve.mjs')));
const { values, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: 'string', default: '0' }, strict: { type: 'boolean', default: false } } });
const [name = ''] = positionals;

if (names.includes(name)) {
  const { serve } = await import(`./${name}/serve.mjs`);
  const { lines } = await serve({ port: Number(values.port), strict: values.strict });
  console.log(lines.join('\n'));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
} else {
  console.error(`${name ? `no simulator ${name}; ` : ''}there are: ${names.join(', ')}`);
  process.exitCode = 1;
}
