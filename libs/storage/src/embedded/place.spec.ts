import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLog } from '../log.js';
import { startHubProcess } from '../testing/hub-process.js';
import { canReach, serverAccount } from './account.js';
import { settlePlace } from './place.js';

const STRANGER = { uid: 54_321, gid: 54_321 };
const isRoot = process.getuid?.() === 0;

describe('canReach', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-place-'));
    mkdirSync(join(folder, 'inner'));
    chmodSync(join(folder, 'inner'), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    [0o700, false],
    [0o744, false],
    [0o711, true],
    [0o755, true],
  ])('asks every folder on the way: mode %o', (mode, reachable) => {
    chmodSync(folder, mode);
    expect(canReach(join(folder, 'inner'), STRANGER)).toBe(reachable);
  });

  it('knows owner and group', () => {
    const { uid, gid } = statSync(folder);
    chmodSync(folder, 0o710);
    expect(canReach(join(folder, 'inner'), { uid: 54_321, gid })).toBe(true);
    expect(canReach(join(folder, 'inner'), { uid, gid: 54_321 })).toBe(true);
    chmodSync(folder, 0o701);
    expect(canReach(join(folder, 'inner'), { uid: 54_321, gid })).toBe(false);
  });
});

if (isRoot) {
  describe('as root', () => {
    let dataDir: string;
    const settled = (): ReturnType<typeof settlePlace> => settlePlace(dataDir, silentLog);
    const elsewhere = (): boolean => !settled().home.startsWith(dataDir);
    beforeEach(() => {
      dataDir = mkdtempSync(join(homedir(), 'tributary-place-'));
    });
    afterEach(() => {
      if (elsewhere()) rmSync(dirname(settled().home), { recursive: true });
      rmSync(dataDir, { recursive: true });
    });

    it('keeps the database of a folder under /root where its own user reaches it', async () => {
      const hub = await startHubProcess(dataDir);
      expect(hub.failed).toBeUndefined();
      await hub.kill('SIGTERM');
      const again = await startHubProcess(dataDir);
      expect(again.url).toBe(hub.url);
      await again.kill('SIGTERM');
      expect(elsewhere()).toBe(true);
      expect(statSync(settled().home).uid).toBe(serverAccount(undefined)!.uid);
    });

    it('gives an emptied folder a new database, not the old one', () => {
      const { home } = settled();
      rmSync(join(dataDir, 'server-location'));
      expect(settled().home).not.toBe(home);
      rmSync(dirname(home), { recursive: true });
    });
  });

  describe('as an ordinary user', () => {
    const nobody = { uid: 65_534, gid: 65_534 };

    it('runs PostgreSQL as itself in its folder, and root goes on with it as that user', async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'tributary-place-'));
      chownSync(dataDir, nobody.uid, nobody.gid);
      chmodSync(dataDir, 0o755);
      const hub = await startHubProcess(dataDir, nobody);
      expect(hub.failed).toBeUndefined();
      await hub.kill('SIGKILL');
      const asRoot = await startHubProcess(dataDir);
      expect(asRoot).toMatchObject({ pid: hub.pid, url: hub.url });
      await asRoot.kill('SIGTERM');
      const asRootAnew = await startHubProcess(dataDir);
      expect(asRootAnew.failed).toBeUndefined();
      await asRootAnew.kill('SIGTERM');
      const again = await startHubProcess(dataDir, nobody);
      expect(again.failed).toBeUndefined();
      await again.kill('SIGTERM');
      expect(existsSync(join(dataDir, 'server', 'data', 'postmaster.pid'))).toBe(false);
      rmSync(dataDir, { recursive: true });
    });
  });
}
