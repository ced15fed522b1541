import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from './database/connection.js';
import { HubRunningError } from './embedded/errors.js';
import { acquireHubLock } from './hub-lock.js';
import { type TestDatabase, testDatabase } from './testing.js';

describe('acquireHubLock', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase([]);
  });
  afterAll(() => database.drop());

  it('is held by one, and free again after', async () => {
    const first = await acquireHubLock(database.adminUrl);
    await expect(acquireHubLock(database.adminUrl)).rejects.toThrow(HubRunningError);
    await first.release();
    const second = await acquireHubLock(database.adminUrl);
    await second.release();
  });

  it('tells that it was lost', async () => {
    const lock = await acquireHubLock(database.adminUrl);
    await withClient(database.adminUrl, { applicationName: 'spec' }, (client) =>
      client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tributary hub lock' AND datname = current_database()`),
    );
    await lock.lost;
    await (await acquireHubLock(database.adminUrl)).release();
  });
});
