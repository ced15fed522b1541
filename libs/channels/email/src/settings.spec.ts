import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ownAddress, resolveAccess } from './settings/access.js';
import { presetOfMx } from './settings/presets.js';
import { settingsSchema } from './settings.js';

const parse = (settings: object) => settingsSchema.safeParse(settings);
const fieldsOf = (settings: object) => parse(settings).error?.issues.map((issue) => issue.path.join('.')) ?? [];

describe('settings of a mailbox', () => {
  it('takes address and password alone for a known provider', () => {
    const settings = settingsSchema.parse({ user: 'sales@yandex.ru', password: 'p' });
    expect(resolveAccess(settings)).toMatchObject({ host: 'imap.yandex.ru', port: 993, encryption: 'tls' });
    expect(settings).toMatchObject({ folders: ['INBOX'], firstFetchDays: 3, excluded: [], pollSeconds: 60 });
  });

  it('takes an address of any domain: its server is looked for', () => {
    expect(fieldsOf({ user: 'a@acme.example', password: 'p' })).toEqual([]);
  });

  it.each(['bk.ru', 'inbox.ru', 'list.ru', 'internet.ru'])('knows %s as Mail.ru', (domain) => {
    expect(resolveAccess({ user: `a@${domain}`, password: 'p' })?.host).toBe('imap.mail.ru');
  });

  it.each(['lenta.ru', 'autorambler.ru', 'ro.ru'])('knows %s as Rambler', (domain) => {
    expect(resolveAccess({ user: `a@${domain}`, password: 'p' })?.host).toBe('imap.rambler.ru');
  });

  it('knows who keeps a company’s domain by its MX', () => {
    expect(presetOfMx('mx.yandex.net.')?.id).toBe('yandex');
    expect(presetOfMx('aspmx.l.google.com')?.id).toBe('gmail');
    expect(presetOfMx('acme-ru.mail.protection.outlook.com')?.id).toBe('outlook');
    expect(presetOfMx('emx.mail.ru')?.id).toBe('mailru');
    expect(presetOfMx('notgoogle.com')).toBeUndefined();
  });

  it('takes a server as it is named, whatever the address', () => {
    expect(resolveAccess(settingsSchema.parse({ host: '127.0.0.1', port: 14300, secure: false, user: 'u@gmail.com', password: 'p' }))).toMatchObject({
      host: '127.0.0.1', port: 14300, encryption: 'opportunistic', preset: { id: 'other' },
    });
  });

  it('asks for TLS on port 143 unless it was declined', () => {
    expect(resolveAccess({ user: 'a', password: 'p', host: 'h.example', port: 143 })?.encryption).toBe('starttls');
    expect(resolveAccess({ user: 'a', password: 'p', host: 'h.example', secure: false })).toMatchObject({ port: 143, encryption: 'opportunistic' });
  });

  it('shows each mistake at its field', () => {
    expect(fieldsOf({ user: 'sales', password: 'p' })).toEqual(['user']);
    expect(fieldsOf({ user: 'a@acme.example', oauth: { clientId: 'c', refreshToken: 'r', tokenUrl: 'https://id.example/token' } })).toEqual(['host']);
    expect(fieldsOf({ user: 'a@gmail.com', oauth: { clientId: 'c', refreshToken: 'r', tokenUrl: 'http://id.example/token' } })).toEqual(['oauth.tokenUrl']);
    expect(fieldsOf({ user: 'a@gmail.com' })).toEqual(['password']);
    expect(fieldsOf({ user: 'a@gmail.com', password: 'p', oauth: { clientId: 'c', refreshToken: 'r' } })).toEqual(['oauth']);
    expect(fieldsOf({ user: 'a', host: 'h.example', oauth: { clientId: 'c', refreshToken: 'r' } })).toEqual(['oauth.tokenUrl']);
    expect(fieldsOf({ user: 'a', host: 'h.example', port: 143, secure: true, password: 'p' })).toEqual(['port']);
    expect(fieldsOf({ user: 'a', host: 'h.example', port: 993, secure: 'starttls', password: 'p' })).toEqual(['secure']);
    expect(fieldsOf({ user: 'a@gmail.com', password: 'p', folders: ['INBOX', 'INBOX'] })).toEqual(['folders.1']);
    expect(fieldsOf({ user: 'a@gmail.com', password: 'p', sentFolder: 'INBOX' })).toEqual(['sentFolder']);
    expect(fieldsOf({ user: 'a@gmail.com', password: 'p', excluded: ['no address'] })).toEqual(['excluded.0']);
    expect(fieldsOf({ user: 'a', host: 'http://h.example/', password: 'p' })).toEqual(['host']);
  });

  it('takes excluded domains with and without the at sign', () => {
    expect(settingsSchema.parse({ user: 'a@gmail.com', password: 'p', excluded: ['@Spam.example', 'X@y.example'] }).excluded).toEqual(['spam.example', 'x@y.example']);
  });

  it('tells a mistake in both languages, with a code of its own', () => {
    const issues = parse({ user: 'a@acme.example', host: 'h', password: 'p', folders: ['A', 'A'], excluded: ['no address'] }).error?.issues ?? [];
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) {
      expect(issue).toMatchObject({ code: 'custom', params: { code: expect.stringMatching(/^[a-z-]+$/), detail: { ru: expect.stringMatching(/[а-я]/), en: expect.stringMatching(/^[^а-я]+$/) } } });
    }
  });

  it('says what every provider wants, for a form', () => {
    const { properties } = z.toJSONSchema(settingsSchema, { io: 'input' }) as unknown as { properties: { preset: { enum: string[]; options: Record<string, unknown>[] } } };
    expect(properties.preset.options.map(({ value }) => value)).toEqual(properties.preset.enum);
    for (const option of properties.preset.options) expect(option).toMatchObject({ title: expect.any(String), titleRu: expect.any(String), hint: expect.any(String), hintRu: expect.stringMatching(/[а-я]/) });
  });

  it('marks every secret, and documents every setting in both languages', () => {
    const { properties } = z.toJSONSchema(settingsSchema, { io: 'input' }) as { properties: Record<string, Record<string, unknown>> };
    expect(properties.password).toMatchObject({ secret: true });
    expect(properties.oauth?.properties).toMatchObject({ refreshToken: { secret: true }, clientSecret: { secret: true } });
    for (const setting of Object.values(properties)) expect(setting).toMatchObject({ title: expect.any(String), titleRu: expect.any(String) });
  });

  it('takes the mailbox’s address from where it stands', () => {
    expect(ownAddress({ user: 'Sales@Acme.example' })).toBe('sales@acme.example');
    expect(ownAddress({ user: 'sales', address: 'sales@acme.example' })).toBe('sales@acme.example');
    expect(ownAddress({ user: 'sales' })).toBeUndefined();
  });
});
