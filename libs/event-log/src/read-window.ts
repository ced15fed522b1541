import type { LogReader, LogRecord, Topic } from './port.js';

/** Records are ordered by transaction: one that began earlier may stand behind later ones, by so much at most. */
const SPREAD_MS = 30_000;
export const WINDOW_GROUP = 'window';
/** How often it is asked whether the end of the log is reached. */
const LOOK_EVERY_MS = 100;
const GIVE_UP_MS = 120_000;

/**
 * Reads again what was appended to a topic in a stretch of time, through a group of its own. One at a time in the whole
 * hub: two would share the partitions.
 * @param see  called for each record of the stretch, perhaps more than once
 * @throws when the log can't be read to the stretch's end within two minutes
 */
export async function readWindow(logReader: LogReader, topic: Topic, { from, to }: { from: Date; to: Date }, see: (record: LogRecord) => void): Promise<void> {
  const begin = new Date(from.getTime() - SPREAD_MS);
  const end = to.getTime() + SPREAD_MS;
  await logReader.rewind(WINDOW_GROUP, topic, begin);
  let passed!: () => void;
  let failed!: (error: unknown) => void;
  const done = new Promise<void>((resolve, reject) => ([passed, failed] = [resolve, reject]));
  const consumer = await logReader.consume({ group: WINDOW_GROUP, topic, from: begin }, async ({ records }) => {
    for (const record of records) if (record.appendedAt >= from && record.appendedAt < to) see(record);
  });
  const look = setInterval(() => {
    // What is left is younger than the stretch.
    logReader.lag(WINDOW_GROUP, topic).then(({ records, oldestMs }) => (records === 0 || Date.now() - oldestMs >= end) && passed(), failed);
  }, LOOK_EVERY_MS);
  const giveUp = setTimeout(() => failed(new Error(`${topic} could not be read to its end`)), GIVE_UP_MS);
  try {
    await done;
  } finally {
    clearInterval(look);
    clearTimeout(giveUp);
    await consumer.stop();
  }
}
