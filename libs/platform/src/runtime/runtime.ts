import { createHmac, randomBytes } from 'node:crypto';
import type { Config } from '../config/config.js';
import { Health } from './health.js';
import { createLogger, type Log } from './log.js';
import { Metrics } from './metrics.js';
import { Traces } from './traces.js';
import { StopSequence, type StopOptions, type StopStage } from './stop-sequence.js';

/** What every part of a process shares; made once by `createRuntime`, passed explicitly. */
export interface Runtime {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Of each contact's way; off until opened. */
  readonly traces: Traces;
  /** What services of this installation show each other on internal routes. */
  readonly internalToken: string;
  /** Aborts when the process begins to stop: endless answers (server-sent events) end then. */
  readonly stopping: AbortSignal;
  /**
   * Registers what must end before the process does. Listeners first, then everything else in reverse order, so a pool
   * opened early closes late.
   */
  onStop(callback: (how: StopOptions) => unknown, stage?: StopStage): void;
  /** Ends everything, once. Never throws: failures are logged. */
  stop(how?: StopOptions): Promise<void>;
}

/** Nest injection token of the Runtime. */
export const RUNTIME = Symbol('Runtime');

/**
 * @param options.internalToken  `deriveInternalToken` of the installation's key; without it a random one, for one process
 */
export function createRuntime(config: Config, options: { log?: Log; internalToken?: string } = {}): Runtime {
  const log = options.log ?? createLogger({ level: config.logLevel });
  const health = new Health();
  const stopping = new AbortController();
  const sequence = new StopSequence(log);
  let stopped: Promise<void> | undefined;
  return {
    config,
    log,
    health,
    metrics: new Metrics(),
    traces: new Traces(),
    internalToken: options.internalToken ?? randomBytes(32).toString('base64url'),
    stopping: stopping.signal,
    onStop: (callback, stage) => sequence.add(callback, stage),
    stop: (how = { handOverMs: 0 }) => {
      if (!stopped) {
        health.beginStop();
        stopping.abort();
        stopped = sequence.run(how);
      }
      return stopped;
    },
  };
}

/** The same token in every process of one installation, made of its secret key. */
export function deriveInternalToken(secretKey: Uint8Array): string {
  return createHmac('sha256', secretKey).update('internal').digest('base64url');
}
