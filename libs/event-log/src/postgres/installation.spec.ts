import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PostgresTestLog, openPostgresLog } from '../testing/postgres-log.js';
import { assertSameKey } from './installation.js';

describe('the key of an installation', () => {
  let log: PostgresTestLog;
  beforeAll(async () => {
    log = await openPostgresLog();
  });
  afterAll(() => log.close());

  it('is that of the first process, and every other must have it', async () => {
    const tried = await Promise.allSettled(['a1', 'b2', 'a1', 'b2'].map((keyId) => assertSameKey(log.adminUrl, keyId)));
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const [refused] = tried.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    expect(refused).toMatch(/works with the secret key (a1, ours is b2|b2, ours is a1)/);
  });
});
