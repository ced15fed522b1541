import { setImmediate as turn } from 'node:timers/promises';
import { together } from './together.js';

/**
 * Statements that are under way together on one pipelined connection. Their failures are kept until somebody asks, so
 * that none counts as unhandled while others are still being made.
 */
export class Flight {
  readonly #statements: Promise<unknown>[] = [];

  send(statement: Promise<unknown>): void {
    statement.catch(() => undefined);
    this.#statements.push(statement);
  }

  /** Lets the socket take what was sent, before long computing. */
  async yield(): Promise<void> {
    await turn();
  }

  /** @throws the first failure, when all have ended */
  async land(): Promise<void> {
    await together(this.#statements);
  }
}
