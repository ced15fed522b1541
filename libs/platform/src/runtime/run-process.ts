import { ConfigError, readTogether } from '../config/config-error.js';
import { loadConfig, type Config, type Environment } from '../config/config.js';
import type { Runtime } from './runtime.js';

/** How long a stop may take before the process ends anyway. */
const STOP_LIMIT_MS = 30_000;
/**
 * A service manager restarts us (SIGTERM) while our fellows go on; who stops us at a terminal (SIGINT) wants it now. A
 * connection that rested for longer than this is closed under its client's hands, who may be using it at that very moment.
 */
const HAND_OVER_MS = 3_000;

/**
 * The frame of every `main.ts`: settings, start, signals, stop. SIGTERM and SIGINT stop gracefully, a second one ends
 * the process at once. A start that fails says why in one line and exits with 1.
 * @param start  makes the runtime first (`createRuntime`) and hands it over by `own`, then starts the rest
 * @param readMore  reads settings that only this process knows; their faults are named together with all others
 */
export async function runProcess<More = undefined>(
  start: (config: Config, own: (runtime: Runtime) => void, more: More) => Promise<void>,
  readMore: (env: Environment) => More = () => undefined as More,
): Promise<void> {
  let runtime: Runtime | undefined;
  let stopAsked = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopAsked || !runtime) process.exit(128 + (signal === 'SIGINT' ? 2 : 15));
    stopAsked = true;
    void stopProcess(runtime, signal);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  try {
    const { config, more } = readTogether({ config: () => loadConfig(process.env), more: () => readMore(process.env) });
    const own = (made: Runtime) => {
      runtime = made;
      made.metrics.collectProcess();
      for (const warning of made.config.warnings) made.log.warn(warning);
      dieLoudly(made);
    };
    await start(config, own, more);
  } catch (error) {
    process.stderr.write(`${startFailure(error)}\n`);
    runtime?.log.debug({ err: error }, 'the start failed');
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await runtime?.stop();
    process.exit(1);
  }
}

async function stopProcess(runtime: Runtime, signal: string): Promise<void> {
  runtime.log.info({ signal }, 'stopping');
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  await runtime.stop({ handOverMs: signal === 'SIGTERM' ? HAND_OVER_MS : 0 });
  runtime.log.info('stopped');
  process.exit(0);
}

/** A fault that nobody caught leaves the process in an unknown state: say it, end, be started anew. */
function dieLoudly(runtime: Runtime): void {
  const die = (err: unknown) => {
    runtime.log.fatal({ err }, 'uncaught failure; ending');
    process.exit(1);
  };
  process.on('uncaughtException', die).on('unhandledRejection', die);
}

/** One line that says what to do about it. */
export function startFailure(error: unknown): string {
  if (error instanceof ConfigError) return `Tributary can't start: ${error.message}`;
  const reasons: string[] = [];
  for (let cause = error; cause !== undefined && cause !== null; cause = cause instanceof Error ? cause.cause : undefined)
    reasons.push(cause instanceof Error ? cause.message || cause.name : String(cause));
  return `Tributary can't start: ${reasons.join(': ').replaceAll(/\s*\n\s*/g, ' ')}`;
}
