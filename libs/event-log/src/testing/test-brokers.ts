import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What deploy/kafka/start-brokers.d.mts promises, as far as tests here use it: that folder belongs to no project. */
export interface Brokers {
  readonly brokers: string;
  readonly connection: {
    readonly sasl?: { readonly mechanism: string; readonly username: string; readonly password: string };
    readonly ssl?: { readonly ca: string };
  };
  /** SIGKILL unless told otherwise. */
  kill(n: number, signal?: 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  restart(n: number): Promise<void>;
  stop(): Promise<void>;
}
export interface BrokersWanted {
  readonly count?: number;
  readonly sasl?: boolean;
  readonly tls?: boolean;
}

export interface TestBrokers {
  /** `KAFKA_BROKERS`. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Brokers that are there (`TRIBUTARY_KAFKA=host:port,…`), else one of our own for this test file. */
export async function openBrokers(): Promise<TestBrokers> {
  const given = process.env.TRIBUTARY_KAFKA;
  if (given) return { env: { KAFKA_BROKERS: given }, stop: async () => undefined };
  const { brokers, stop } = await ownBrokers();
  return { env: { KAFKA_BROKERS: brokers.brokers }, stop };
}

/** Brokers that a test may kill. */
export async function ownBrokers(wanted: BrokersWanted = {}): Promise<{ brokers: Brokers; dir: string; stop(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'tributary-kafka-'));
  const { startBrokers } = (await import(new URL('../../../../deploy/kafka/start-brokers.mjs', import.meta.url).href)) as {
    startBrokers(wanted: BrokersWanted & { dir: string }): Promise<Brokers>;
  };
  const brokers = await startBrokers({ ...wanted, dir });
  return {
    brokers,
    dir,
    stop: async () => {
      await brokers.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
