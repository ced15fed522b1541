import { parseArgs } from 'node:util';
import { runProcess } from '@tributary/platform';
import { outsideSettings } from './outside-settings.js';
import { startHub } from './start.js';
import { TARGETS, chooseTargets, type Target } from './targets.js';

const USAGE = `Usage: hub [--target=all|name,name] [--list-targets] [--demo | --remove-demo]
Runs any set of Tributary's services in one process. --demo adds a mailbox, a form and managers to try. Settings are environment variables: see README.md.`;

/** The hub's command line. Prints what is wrong and exits with 2 when it can't be understood. */
export async function runFromCommandLine(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options['help']) return console.log(USAGE);
  if (options['list-targets']) {
    for (const { name, title } of TARGETS) console.log(`${name.padEnd(10)}${title}`);
    return;
  }
  const demo = options['demo'] ? 'set-up' : options['remove-demo'] ? 'remove' : undefined;
  await runTargets(String(options['target'] ?? 'all'), demo);
}

/** Starts the named targets and serves until a signal comes. */
export async function runTargets(wanted: string, demo?: 'set-up' | 'remove'): Promise<void> {
  const targets = orExit(() => chooseTargets(wanted, Boolean(process.env['KAFKA_BROKERS'])));
  if (demo) orExit(() => requireWhole(targets));
  await runProcess((config, own, settings) => startHub(targets, config, own, settings, demo), outsideSettings);
}

function readOptions(args: readonly string[]): Record<string, unknown> {
  return orExit(
    () =>
      parseArgs({
        args: [...args],
        options: { target: { type: 'string' }, 'list-targets': { type: 'boolean' }, demo: { type: 'boolean' }, 'remove-demo': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      }).values,
  );
}

function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

/** The demo's mailbox lives in the process that reads it. @throws Error */
function requireWhole(targets: readonly Target[]): void {
  const missing = ['form', 'email', 'lead', 'console'].filter((name) => !targets.some((target) => target.name === name));
  if (missing.length > 0) throw new Error(`the demo needs all parts in one process; --target leaves out ${missing.join(', ')}`);
}
