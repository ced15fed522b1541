import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '@tributary/platform';
import { s3Settings } from './settings.js';

describe('the settings of S3', () => {
  let dir: string;
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'tributary-settings-'))));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('are none when none is given', () => {
    expect(s3Settings({ S3_BUCKET: '' })).toBeUndefined();
  });

  it('are few for AWS with a role', () => {
    expect(s3Settings({ S3_BUCKET: 'acme-blobs' })).toEqual({
      bucket: 'acme-blobs', endpoint: undefined, region: 'us-east-1', credentials: undefined, forcePathStyle: false, prefix: '', warnings: [],
    });
  });

  it('are read with an endpoint and secrets from files', () => {
    const settings = s3Settings({
      S3_BUCKET: 'acme',
      S3_ENDPOINT: 'https://storage.example.ru',
      S3_REGION: 'ru-1',
      S3_ACCESS_KEY_ID_FILE: file('id', 'AKID\n'),
      S3_SECRET_ACCESS_KEY_FILE: file('secret', 'hush\n'),
      S3_PREFIX: 'tributary/blobs/',
    });
    expect(settings).toEqual({
      bucket: 'acme',
      endpoint: 'https://storage.example.ru',
      region: 'ru-1',
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'hush' },
      forcePathStyle: true,
      prefix: 'tributary/blobs/',
      warnings: [],
    });
    expect(s3Settings({ S3_BUCKET: 'acme', S3_ENDPOINT: 'https://s3.example.ru', S3_FORCE_PATH_STYLE: 'false', S3_PREFIX: 'x' })).toMatchObject({
      forcePathStyle: false,
      prefix: 'x/',
    });
  });

  it.each(['http://s3.example.ru', 'http://10.0.0.5:9000'])('warn of %s', (endpoint) => {
    expect(s3Settings({ S3_BUCKET: 'acme', S3_ENDPOINT: endpoint })?.warnings).toEqual([expect.stringContaining('unprotected')]);
  });

  it.each(['http://localhost:9000', 'http://127.0.0.1:9000', 'http://[::1]:9000'])('warn not of %s', (endpoint) => {
    expect(s3Settings({ S3_BUCKET: 'acme', S3_ENDPOINT: endpoint })?.warnings).toEqual([]);
  });

  it('never fall back to files when the bucket was forgotten', () => {
    expect(() => s3Settings({ S3_SECRET_ACCESS_KEY_FILE: file('s', 'x') })).toThrow('S3_BUCKET is missing');
  });

  it('name all that is wrong at once, and no secret', () => {
    const wrong = {
      S3_BUCKET: 'Acme!',
      S3_ENDPOINT: 'https://user:hidden@s3.example.ru',
      S3_ACCESS_KEY_ID_FILE: join(dir, 'absent'),
      S3_SECRET_ACCESS_KEY: 'top-secret',
      S3_SECRET_ACCESS_KEY_FILE: file('another', 'hidden'),
      S3_FORCE_PATH_STYLE: 'yes',
      S3_PREFIX: '/a/../b',
    };
    const faults = faultsOf(wrong);
    expect(faults.map(({ name }) => name).sort()).toEqual([
      'S3_ACCESS_KEY_ID_FILE', 'S3_BUCKET', 'S3_ENDPOINT', 'S3_FORCE_PATH_STYLE', 'S3_PREFIX', 'S3_SECRET_ACCESS_KEY',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/top-secret|hidden/);
    expect(faultsOf({ S3_BUCKET: 'acme', S3_ACCESS_KEY_ID: 'AKID' })).toEqual([{ name: 'S3_SECRET_ACCESS_KEY', fault: 'is missing: S3_ACCESS_KEY_ID needs it' }]);
  });
});

function faultsOf(env: Record<string, string>): ConfigError['faults'] {
  try {
    s3Settings(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  throw new Error('nothing was found wrong');
}
