export interface BrokersWanted {
  /** 1 (the default) or 3. */
  readonly count?: number;
  /** Holds the data; brokers started again on it find it. */
  readonly dir: string;
  /** First client port (others beside it), or free ones (the default). */
  readonly ports?: number | 'free';
  /** Clients must sign in, by PLAIN or SCRAM-SHA-512. */
  readonly sasl?: boolean;
  /** Clients must use TLS; `mutual`: and show a certificate. */
  readonly tls?: boolean | 'mutual';
}

/** How a client connects; the shape that kafkajs takes. */
export interface Connection {
  readonly brokers: string[];
  readonly sasl?: { readonly mechanism: 'scram-sha-512'; readonly username: string; readonly password: string };
  /** PEM. */
  readonly ssl?: { readonly ca: string; readonly cert?: string; readonly key?: string };
}

export interface Brokers {
  /** `host:port,…` as KAFKA_BROKERS wants it. */
  readonly brokers: string;
  readonly connection: Connection;
  /** Of broker n (from 1), while it runs. */
  pid(n: number): number | undefined;
  /** Ends broker n (SIGKILL, the default, or SIGTERM: resolves when it is gone) or sends it another signal. */
  kill(n: number, signal?: NodeJS.Signals): Promise<void>;
  /**
   * Brings broker n back with its data and ports, ending it first when it runs. Resolves when it answers and the cluster
   * has taken it in again; that needs a majority, so after all were killed restart them together.
   */
  restart(n: number): Promise<void>;
  /** Ends all; the data stays. */
  stop(): Promise<void>;
}

/**
 * Starts real Kafka brokers for a test, on this machine only; they end with this process at the latest.
 * @throws MissingToolError  Java, or Maven the first time, is not installed
 */
export function startBrokers(wanted: BrokersWanted): Promise<Brokers>;
