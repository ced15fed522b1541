/**
 * Runs in a child process of the contract test: `child.ts consumer <group> <topic> | writer <topic> <value> | relay`.
 * A consumer says `handling <values>` when given a batch and goes on when told `go`; in its transaction it commits
 * first. A writer appends, says `appended` and stays in its transaction until told `go`. A relay says `relaying`, and
 * `published` each time that it did.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Batch, FencedError, type Topic } from '../port.js';
import { textOf } from './seen.js';
import { type Connection, inOpenTransaction } from './test-log.js';

const { connect } = (await import(String(process.env.LOG_CHILD_MODULE))) as { connect: () => Promise<Connection> };
const log = await connect();
const told = createInterface({ input: process.stdin });
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const [role, first = '', second = ''] = process.argv.slice(2);
if (role === 'consumer') await consume(first, second as Topic);
else if (role === 'writer') await write(first as Topic, second);
else await relay();

async function consume(group: string, topic: Topic): Promise<void> {
  await log.reader().consume({ group, topic, onError: tell }, handle);
  say('consuming');
}

async function handle(batch: Batch): Promise<void> {
  say(`handling ${batch.records.map(textOf).join(' ')}`);
  await once(told, 'line');
  await inOpenTransaction(log, async (transaction) => {
    await batch.commit(transaction);
    say('stored');
  });
}

async function write(topic: Topic, value: string): Promise<void> {
  const open = await log.begin();
  await log.writer.append(open.transaction, [{ topic, key: 'child', value: Buffer.from(value) }]);
  say('appended');
  await once(told, 'line');
  await open.commit();
}

async function relay(): Promise<void> {
  await log.relay?.(() => say('published')).start();
  say('relaying');
}

function tell(error: unknown): void {
  say(error instanceof FencedError ? 'fenced' : `failed ${String(error)}`);
}
