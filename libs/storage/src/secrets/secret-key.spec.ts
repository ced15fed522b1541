import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretKeyError } from './errors.js';
import { loadSecretKey } from './secret-key.js';

describe('loadSecretKey', () => {
  let dataDir: string;
  const keyFile = (): string => join(dataDir, 'secret.key');
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-key-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('takes 32 bytes in hex, base64 and base64url as they are', () => {
    const key = randomBytes(32);
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(loadSecretKey({ dataDir, secretKey: `${key.toString(encoding)}\n` })).toEqual(key);
    }
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('stretches a passphrase, the same way each time', () => {
    const secretKey = 'длинная фраза из слов';
    expect(loadSecretKey({ dataDir, secretKey })).toEqual(loadSecretKey({ dataDir, secretKey: ` ${secretKey.normalize('NFD')} ` }));
    expect(loadSecretKey({ dataDir, secretKey })).toHaveLength(32);
    expect(loadSecretKey({ dataDir, secretKey })).not.toEqual(loadSecretKey({ dataDir, secretKey: `${secretKey}!` }));
  });

  it.each(['', 'short', 'fifteen letters'])('refuses %j without repeating it', (secretKey) => {
    expect(() => loadSecretKey({ dataDir, secretKey })).toThrow(SecretKeyError);
    expect(() => loadSecretKey({ dataDir, secretKey })).not.toThrow(/fifteen letters/);
  });

  it('makes a file once, for the owner alone', () => {
    const key = loadSecretKey({ dataDir });
    expect(loadSecretKey({ dataDir })).toEqual(key);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['secret.key']);
  });

  it('closes a file that a copy has opened to others', () => {
    const key = loadSecretKey({ dataDir });
    chmodSync(keyFile(), 0o644);
    expect(loadSecretKey({ dataDir })).toEqual(key);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'abc', 'a passphrase of enough letters'])('never takes a damaged file (%j) for a key', (text) => {
    writeFileSync(keyFile(), text);
    expect(() => loadSecretKey({ dataDir })).toThrow(/damaged/);
  });
});
