import { describe, expect, it } from '@jest/globals';
import { HostNotAllowedError } from '@tributary/channel';
import { openTunnel } from './tunnel.js';

describe('a proxy', () => {
  it.each(['http://169.254.169.254', 'http://[::ffff:169.254.169.254]', 'http://0xa9fea9fe', 'http://169.254.169.254.'])('is never looked for at %s, where the metadata service of a cloud is', async (url) => {
    const opened = openTunnel({ url }, new URL('https://api.telegram.org'), 100, new AbortController().signal);
    await expect(opened).rejects.toMatchObject({ name: 'ProxyError', cause: expect.any(HostNotAllowedError) });
  });
});
