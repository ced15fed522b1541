import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { channel, settingsSchema } from '@tributary/channel-vk';
import { type SimulatedGroup, VkServer } from '../../simulators/vk/server.mjs';

const signal = new AbortController().signal;
let server: VkServer;
let group: SimulatedGroup;
let sent: { accessToken: string; apiRoot: string };

beforeEach(async () => {
  server = new VkServer();
  await server.listen();
  group = server.addGroup({ name: 'Двери' });
  sent = { accessToken: group.token, apiRoot: server.url };
});
afterEach(() => server.close());

const account = (settings: object = {}) => ({ id: 'a', name: 'VK', line: 'main', defaultRegion: 'RU', settings: settingsSchema.parse({ ...sent, groupId: group.id, ...settings }) });

describe('the check', () => {
  it('names the community, and tells what is wrong at its setting', async () => {
    expect(await channel.check?.(account(), signal)).toEqual({ title: 'Двери @acme_doors' });
    expect(await channel.called?.(account(), signal)).toBe('Двери @acme_doors');
    await expect(channel.check?.(account({ groupId: 5 }), signal)).rejects.toMatchObject({ failureClass: 'credentials', code: 'another-group', field: 'groupId' });
    server.revoke(group);
    await expect(channel.check?.(account(), signal)).rejects.toMatchObject({ failureClass: 'credentials', code: 'token-refused', field: 'accessToken' });
    await expect(channel.check?.(account({ apiRoot: 'http://127.0.0.1:1' }), signal)).rejects.toMatchObject({ failureClass: 'network', code: 'connection-failed' });
    await expect(channel.check?.(account({ apiRoot: 'http://169.254.169.254' }), signal)).rejects.toMatchObject({ failureClass: 'credentials', code: 'host-not-allowed', field: 'apiRoot' });
  });
});

describe('what is found out', () => {
  it('is the community, and for being called the confirmation string, once', async () => {
    const told: string[] = [];
    expect(await channel.complete?.(sent, signal, (name) => void told.push(name))).toEqual({ ...sent, groupId: group.id });
    expect(told).toEqual(['Двери @acme_doors']);
    const called = { ...sent, groupId: group.id, mode: 'callback' };
    const complete = { ...called, confirmation: group.confirmationCode };
    expect(await channel.complete?.(called, signal)).toEqual(complete);
    expect(await channel.complete?.(complete, signal)).toBe(complete);
    expect(server.calls).toHaveLength(2);
  });

  it('is left out when the token may not say, or the settings are wrong; whose token it is has to be known', async () => {
    group.rights.delete('manage');
    for (const settings of [{ ...sent, groupId: group.id, mode: 'callback' }, { accessToken: 'with blanks' }, {}]) expect(await channel.complete?.(settings, signal)).toBe(settings);
    server.revoke(group);
    await expect(channel.complete?.(sent, signal)).rejects.toMatchObject({ code: 'token-refused' });
  });
});

describe('settings', () => {
  it('need a token and a community', () => {
    expect(settingsSchema.parse({ accessToken: 'x', groupId: '123' })).toEqual({
      accessToken: 'x', groupId: 123, mode: 'longpoll', comments: true, apiRoot: 'https://api.vk.com', language: 'ru', maxFileMegabytes: 50, pollSeconds: 25, upkeepSeconds: 60,
    });
  });

  it.each([[{ accessToken: 'with blanks' }], [{ groupId: 0 }], [{ groupId: 'club' }], [{ secret: 'a-b' }], [{ secret: 'a'.repeat(51) }], [{ mode: 'both' }], [{ apiRoot: 'ftp://x' }], [{ apiRoot: 'https://x?y' }], [{ unknown: 1 }]])('are refused: %j', (settings) => {
    expect(settingsSchema.safeParse({ accessToken: 'x', groupId: 1, ...settings }).success).toBe(false);
  });
});
