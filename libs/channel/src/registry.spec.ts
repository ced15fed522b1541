import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const SCRIPT = resolve(import.meta.dirname, '../scripts/gen-registry.mjs');
const run = (...options: string[]) => promisify(execFile)(process.execPath, [SCRIPT, '--root', root, ...options]);

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-registry-'));
  await write('package.json', { version: '1.2.3' });
  await write('apps/hub/package.json', { name: 'hub', dependencies: { '@tributary/channel': '1.2.3', '@tributary/channel-gone': '1.2.3' } });
  await write('apps/hub/tsconfig.lib.json', { references: [{ path: '../../libs/channel/tsconfig.lib.json' }, { path: '../../libs/channels/gone/tsconfig.lib.json' }] });
  await mkdir(join(root, 'apps/hub/src'));
  for (const name of ['site_chat', 'form']) await write(`libs/channels/${name}/package.json`, { name: `@tributary/channel-${name.replace('_', '-')}` });
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, json: object): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), JSON.stringify(json));
}

describe('the generated registry', () => {
  it('lists every channel folder, sorted, and lets the hub depend on just those', async () => {
    await run();
    expect(await readFile(join(root, 'apps/hub/src/channels.gen.ts'), 'utf8')).toContain(`import { channel as form } from '@tributary/channel-form';
import { channel as siteChat } from '@tributary/channel-site-chat';

export const channels: readonly Channel[] = [form, siteChat];
`);
    expect(JSON.parse(await readFile(join(root, 'apps/hub/package.json'), 'utf8'))).toEqual({
      name: 'hub',
      dependencies: { '@tributary/channel': '1.2.3', '@tributary/channel-form': '1.2.3', '@tributary/channel-site-chat': '1.2.3' },
    });
    const { references } = JSON.parse(await readFile(join(root, 'apps/hub/tsconfig.lib.json'), 'utf8')) as { references: { path: string }[] };
    expect(references.map(({ path }) => path)).toEqual(['channel', 'channels/form', 'channels/site_chat'].map((name) => `../../libs/${name}/tsconfig.lib.json`));
  });

  it('writes what npm would: the lock file and the link of a new channel', async () => {
    const packages = { '': { name: 'root' }, 'apps/hub': { name: 'hub', dependencies: {} }, 'libs/channels/gone': {}, 'node_modules/@tributary/channel-gone': { link: true }, 'node_modules/zod': { version: '4' } };
    await write('package-lock.json', { lockfileVersion: 3, packages });
    await mkdir(join(root, 'node_modules'));
    await run();
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, object> };
    expect(Object.keys(lock.packages)).toEqual(['', 'apps/hub', 'libs/channels/form', 'libs/channels/site_chat', 'node_modules/@tributary/channel-form', 'node_modules/@tributary/channel-site-chat', 'node_modules/zod']);
    expect(lock.packages['node_modules/@tributary/channel-site-chat']).toEqual({ resolved: 'libs/channels/site_chat', link: true });
    expect(await readlink(join(root, 'node_modules/@tributary/channel-form'))).toBe('../../libs/channels/form');
    await run('--check');
  });

  it('is checked: stale fails and is named, fresh passes', async () => {
    await expect(run('--check')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('apps/hub/src/channels.gen.ts') });
    await run();
    await run('--check');
    await rm(join(root, 'libs/channels/form'), { recursive: true });
    await expect(run('--check')).rejects.toMatchObject({ code: 1 });
  });
});
