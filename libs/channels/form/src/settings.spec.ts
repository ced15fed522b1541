import { describe, expect, it } from '@jest/globals';
import { channel } from './channel.js';
import { settingsSchema } from './settings.js';

describe('settings', () => {
  it('of nothing are a form of name, phone, email and message', () => {
    const settings = settingsSchema.parse({});
    expect(settings.fields.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['name', 'name', false],
      ['phone', 'phone', false],
      ['email', 'email', false],
      ['message', 'textarea', false],
    ]);
    expect(settings).toMatchObject({ rateLimitPerMinute: 60, honeypot: 'website', consents: [] });
  });

  it('name the sites that may post as browsers name them', () => {
    expect(settingsSchema.parse({ allowedOrigins: ['https://Shop.example/contact', 'http://localhost:3000'] }).allowedOrigins).toEqual([
      'https://shop.example',
      'http://localhost:3000',
    ]);
  });

  it.each([
    [{ surprise: 1 }, ''],
    [{ rateLimitPerMinute: -1 }, 'rateLimitPerMinute'],
    [{ redirectUrl: 'javascript:alert(1)' }, 'redirectUrl'],
    [{ allowedOrigins: ['shop.example'] }, 'allowedOrigins.0'],
    [{ allowedOrigins: ['file:///x'] }, 'allowedOrigins.0'],
    [{ honeypot: 'name' }, 'honeypot'],
    [{ fields: [] }, 'fields'],
    [{ fields: [{ name: '__proto__', type: 'text' }] }, 'fields.0.name'],
    [{ fields: [{ name: 'meta', type: 'text' }] }, 'fields.0.name'],
    [{ fields: [{ name: 'a', type: 'select' }] }, 'fields.0.options'],
    [{ fields: [{ name: 'a', type: 'text' }, { name: 'a', type: 'phone' }] }, 'fields'],
    [{ consents: [{ purpose: 'processing', text: {} }] }, 'consents.0.text'],
  ])('refuse %j', (settings, path) => {
    expect(settingsSchema.safeParse(settings).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it('say how many requests and which sites are taken', () => {
    const account = { id: '1', name: '', line: 'main', defaultRegion: 'RU', settings: settingsSchema.parse({ rateLimitPerMinute: 0, allowedOrigins: ['https://a.ru'] }) };
    expect(channel.webhook?.rateLimitPerMinute?.(account)).toBe(0);
    expect(channel.webhook?.allowedOrigins?.(account)).toEqual(['https://a.ru']);
  });
});
