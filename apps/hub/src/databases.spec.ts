import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testRuntime } from '@tributary/platform/testing';
import { logSchema } from '@tributary/event-log';
import { openDatabases } from './databases.js';

describe('the embedded database', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-hub-'));
    // PostgreSQL doesn't run as root: its user must get in.
    chmodSync(dataDir, 0o755);
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('does not outlive a hub that is stopped while it starts', async () => {
    const runtime = testRuntime({ TRIBUTARY_DATA: dataDir });
    const opening = openDatabases(runtime, [logSchema], 'key').catch((error: unknown) => error);
    await runtime.stop();
    await opening;
    expect(existsSync(join(dataDir, 'postgres/server/data/PG_VERSION'))).toBe(true);
    expect(existsSync(join(dataDir, 'postgres/server/data/postmaster.pid'))).toBe(false);
  });
});
