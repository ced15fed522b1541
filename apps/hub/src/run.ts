import { parseArgs } from 'node:util';
import { runProcess } from '@tributary/platform';
import { outsideSettings } from './outside-settings.js';
import { startHub } from './start.js';
import { TARGETS, chooseTargets } from './targets.js';

const USAGE = `Usage: hub [--target=all|name,name] [--list-targets]
Runs any set of Tributary's services in one process. Settings are environment variables: see README.md.`;

/** The hub's command line. Prints what is wrong and exits with 2 when it can't be understood. */
export async function runFromCommandLine(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options['help']) return console.log(USAGE);
  if (options['list-targets']) {
    for (const { name, title } of TARGETS) console.log(`${name.padEnd(10)}${title}`);
    return;
  }
  await runTargets(String(options['target'] ?? 'all'));
}

/** Starts the named targets and serves until a signal comes. */
export async function runTargets(wanted: string): Promise<void> {
  const targets = orExit(() => chooseTargets(wanted, Boolean(process.env['KAFKA_BROKERS'])));
  await runProcess((config, own, settings) => startHub(targets, config, own, settings), outsideSettings);
}

function readOptions(args: readonly string[]): Record<string, unknown> {
  return orExit(
    () =>
      parseArgs({
        args: [...args],
        options: { target: { type: 'string' }, 'list-targets': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
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
