import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, readTogether } from './config-error.js';
import { loadConfig, type Environment } from './config.js';

function faultsOf(env: Environment): Record<string, string> {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return Object.fromEntries(error.faults.map(({ name, fault }) => [name, fault]));
    throw error;
  }
  return {};
}

describe('loadConfig', () => {
  let dir: string;
  beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'tributary-config-'))));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('needs nothing', () => {
    expect(loadConfig({})).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'http://localhost:8080',
      trustedProxies: [],
      dataDir: './data',
      databaseUrl: undefined,
      logLevel: 'info',
      warnings: [],
    });
  });

  it('reads lists, URLs and numbers', () => {
    const config = loadConfig({
      PORT: '9000',
      PUBLIC_URL: 'https://hub.example.ru/',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      DATABASE_URL: 'postgres://admin@db/tributary',
      DATABASE_URL_LEAD: 'postgres://lead@db/tributary',
      FORM_URL: 'http://form-1:8080/, http://form-2:8080',
    });
    expect(config).toMatchObject({
      port: 9000,
      publicUrl: 'https://hub.example.ru',
      trustedProxies: ['10.0.0.0/8', '::1'],
      serviceDatabaseUrls: { LEAD: 'postgres://lead@db/tributary' },
      formUrls: ['http://form-1:8080', 'http://form-2:8080'],
      leadUrls: [],
    });
  });

  it('wants the database that the services share beside their own logins', () => {
    expect(faultsOf({ DATABASE_URL_LEAD: 'postgres://lead@db/tributary' })).toEqual({ DATABASE_URL: expect.stringContaining('DATABASE_URL_LEAD') });
  });

  it('names the faults of several readers at once, a fault of both only once', () => {
    const wrong = (...names: string[]) => (): never => {
      throw new ConfigError(names.map((name) => ({ name, fault: 'is wrong' })));
    };
    expect(readTogether({ a: () => 1, b: () => undefined })).toEqual({ a: 1, b: undefined });
    expect(() => readTogether({ a: wrong('A', 'B'), b: wrong('B', 'C') })).toThrow('wrong settings: A is wrong; B is wrong; C is wrong');
    expect(() => readTogether({ a: () => JSON.parse('?') })).toThrow(SyntaxError);
  });

  it('names all wrong settings at once', () => {
    const faults = faultsOf({
      PORT: '70000',
      PUBLIC_URL: 'ftp://x',
      TRUSTED_PROXIES: '10.0.0.0/99',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      TRIBUTARY_API_TOKEN: 'short',
    });
    expect(Object.keys(faults).sort()).toEqual(['DATABASE_URL', 'LOG_LEVEL', 'PORT', 'PUBLIC_URL', 'TRIBUTARY_API_TOKEN', 'TRUSTED_PROXIES']);
    expect(faults['PORT']).toBe('is no port: expected a number from 0 to 65535');
  });

  it.each(['http://form/base', 'http://form/?a=1', 'http://hub:pssst@form', 'http://form-1:8080, tcp://form-2'])('takes %s for no address of a service', (url) => {
    expect(faultsOf({ FORM_URL: url })).toEqual({ FORM_URL: expect.not.stringContaining('pssst') });
  });

  it('never repeats a secret', () => {
    const env = { TRIBUTARY_SECRET_KEY: 'hush', TRIBUTARY_ADMIN_PASSWORD: 'pssst', DATABASE_URL: 'mysql://user:whisper@db/x' };
    expect(() => loadConfig(env)).toThrow(ConfigError);
    expect(() => loadConfig(env)).not.toThrow(/hush|pssst|whisper/);
  });

  it('reads a secret from a file, without its last line end', () => {
    const path = join(dir, 'token');
    writeFileSync(path, 'a-token-that-is-long-enough\n');
    expect(loadConfig({ TRIBUTARY_API_TOKEN_FILE: path }).apiToken).toBe('a-token-that-is-long-enough');
  });

  it('refuses a file that is missing, and a setting given twice', () => {
    const path = join(dir, 'url');
    writeFileSync(path, 'postgres://db/x');
    expect(faultsOf({ TRIBUTARY_API_TOKEN_FILE: join(dir, 'nothing'), DATABASE_URL: 'postgres://db/x', DATABASE_URL_FILE: path })).toEqual({
      TRIBUTARY_API_TOKEN_FILE: "can't be read (ENOENT)",
      DATABASE_URL: 'is given twice: as DATABASE_URL and as DATABASE_URL_FILE',
    });
  });

  it('takes the first user whole or not at all', () => {
    expect(faultsOf({ TRIBUTARY_ADMIN_EMAIL: 'a@b.ru' })).toHaveProperty('TRIBUTARY_ADMIN_PASSWORD');
    expect(faultsOf({ TRIBUTARY_ADMIN_PASSWORD: 'long enough' })).toHaveProperty('TRIBUTARY_ADMIN_EMAIL');
    expect(faultsOf({ TRIBUTARY_ADMIN_EMAIL: 'a@b.ru', TRIBUTARY_ADMIN_PASSWORD: 'long enough' })).toEqual({});
  });

  it('counts an empty setting as not given', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: undefined });
  });

  it('warns of a misspelt name and tells what was meant', () => {
    const { warnings } = loadConfig({ TRIBUTARY_SECRET_KEI: 'x', TRIBUTARY_WHATEVER_ELSE: '1', TRIBUTARY_API_TOKEN_FILE: '' });
    expect(warnings).toEqual(['TRIBUTARY_SECRET_KEI is no setting; did you mean TRIBUTARY_SECRET_KEY?', 'TRIBUTARY_WHATEVER_ELSE is no setting']);
  });
});
