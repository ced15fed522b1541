import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { Backoff } from '../backoff.js';
import { Failures } from './failures.js';
import type { Taken } from './parts.js';
import { Rounds } from './rounds.js';
import { Standing } from './standing.js';

const OUTDATED = Object.assign(new Error('join again'), { type: 'REBALANCE_IN_PROGRESS' });

describe('rounds of what was fetched', () => {
  let standing: Standing;
  let lost: Error[];
  /** `partition/offset` of each batch. */
  let batches: string[][];
  let commits: string[][];
  let resolved: Map<number, string>;
  let paused: number[];
  let running: boolean;
  let committing: () => void;

  beforeEach(() => {
    standing = new Standing();
    standing.generation = 1;
    [lost, batches, commits, resolved, paused, running] = [[], [], [], new Map(), [], true];
    committing = () => undefined;
  });

  const roundsOf = (maxBatch: number, handle: (batch: string[]) => Promise<boolean> | boolean = () => true): Rounds =>
    new Rounds(
      maxBatch,
      standing,
      new Failures(() => new Backoff(1, 1)),
      async (taken: readonly Taken[]) => {
        const batch = taken.map(({ part, message }) => `${part.partition}/${message.offset}`);
        batches.push(batch);
        return handle(batch);
      },
      (error) => lost.push(error),
    );
  /** Messages of a partition whose times are their offsets. */
  const fetched = (partition: number, count: number): EachBatchPayload =>
    ({
      batch: { partition, messages: Array.from({ length: count }, (_, at) => ({ offset: `${at}`, timestamp: `${at}` }) as KafkaMessage) },
      isRunning: () => running,
      isStale: () => false,
      heartbeat: async () => undefined,
      pause: () => {
        paused.push(partition);
        return () => undefined;
      },
      resolveOffset: (offset: string) => resolved.set(partition, offset),
      uncommittedOffsets: () => [...resolved].map(([at, offset]) => `${at}/${offset}`),
      commitOffsetsIfNecessary: async (offsets: unknown) => {
        committing();
        commits.push(offsets as string[]);
        resolved.clear();
      },
    }) as unknown as EachBatchPayload;

  it('make one batch, and one commit, of the partitions of a fetch', async () => {
    const rounds = roundsOf(10);
    await Promise.all([rounds.add(fetched(0, 2)), rounds.add(fetched(1, 1)), rounds.add(fetched(2, 2))]);
    expect(batches).toEqual([['0/0', '1/0', '2/0', '0/1', '2/1']]);
    expect(commits).toEqual([['0/1', '1/0', '2/1']]);
    expect(rounds.busy).toBe(false);
  });

  it('make several when there is more than one may have', async () => {
    const rounds = roundsOf(2);
    await Promise.all([rounds.add(fetched(0, 2)), rounds.add(fetched(1, 1))]);
    expect(batches).toEqual([['0/0', '1/0'], ['0/1']]);
    expect(commits).toEqual([['0/0', '1/0'], ['0/1']]);
  });

  it('gather what comes while a handler works, which works alone', async () => {
    let release: () => void = () => undefined;
    const working = new Promise<void>((resolve) => (release = resolve));
    let atOnce = 0;
    const rounds = roundsOf(10, async () => {
      expect((atOnce += 1)).toBe(1);
      await working;
      atOnce -= 1;
      return true;
    });
    const first = rounds.add(fetched(0, 1));
    await Promise.resolve();
    const later = [rounds.add(fetched(1, 1)), rounds.add(fetched(2, 1))];
    release();
    await Promise.all([first, ...later]);
    expect(batches).toEqual([['0/0'], ['1/0', '2/0']]);
  });

  it('try the partitions of a failed batch alone, until each succeeds', async () => {
    const rounds = roundsOf(10, (batch) => !batch.some((name) => name.startsWith('1/')) || batches.length > 4);
    const again = (...partitions: number[]): Promise<unknown> => Promise.all(partitions.map((partition) => rounds.add(fetched(partition, 1))));
    await again(0, 1);
    expect([paused, commits]).toEqual([[0, 1], []]);
    await again(0, 1, 2);
    await again(0, 1, 2);
    await again(0, 1, 2);
    expect(batches).toEqual([['0/0', '1/0'], ['2/0'], ['0/0'], ['1/0'], ['0/0', '2/0'], ['1/0'], ['0/0', '1/0', '2/0']]);
    await rounds.end();
  });

  it('commit nothing that was fetched before a rebalance, and handle no more of it', async () => {
    const rounds = roundsOf(1, () => {
      standing.generation += 1;
      return true;
    });
    await Promise.all([rounds.add(fetched(0, 2)), rounds.add(fetched(1, 2))]);
    expect(batches).toEqual([['0/0']]);
    expect(commits).toEqual([]);
  });

  it('let every partition go when the member has to join again, with what is handled committed', async () => {
    const rounds = roundsOf(1, () => {
      standing.outdated = OUTDATED;
      return true;
    });
    const settled = await Promise.allSettled([rounds.add(fetched(0, 2)), rounds.add(fetched(1, 2))]);
    expect(settled).toEqual([{ status: 'rejected', reason: OUTDATED }, { status: 'rejected', reason: OUTDATED }]);
    expect(commits).toEqual([['0/0']]);
  });

  it('finish the batch under way when stopping, and begin none', async () => {
    const rounds = roundsOf(1, () => {
      running = false;
      return true;
    });
    await Promise.all([rounds.add(fetched(0, 2)), rounds.add(fetched(1, 2))]);
    expect([batches, commits]).toEqual([[['0/0']], [['0/0']]]);
  });

  it.each([
    ['join again when a commit says so', OUTDATED, []],
    ['give the member up when a commit fails otherwise', new Error('no network'), ['no network']],
  ])('%s', async (_, failure, given) => {
    const rounds = roundsOf(10);
    committing = () => {
      throw failure;
    };
    await expect(rounds.add(fetched(0, 1))).rejects.toBe(failure);
    expect(lost.map(({ message }) => message)).toEqual(given);
    expect(standing.outdated).toBe(failure === OUTDATED ? OUTDATED : undefined);
  });
});
