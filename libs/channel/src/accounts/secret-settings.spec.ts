import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { changeSettings, joinSecrets, MASK, maskSecrets, secretPaths, splitSecrets } from './secret-settings.js';

const schema = z.object({
  host: z.string(),
  password: z.string().meta({ secret: true }).optional(),
  oauth: z.object({ user: z.string(), token: z.string().meta({ secret: true }) }).optional(),
  proxy: z.union([z.object({ url: z.string() }), z.object({ key: z.string().default('k').meta({ secret: true }) })]).optional(),
});
const paths = secretPaths(schema);
const settings = { host: 'h', password: 'p', oauth: { user: 'u', token: 't' } };

describe('secrets among settings', () => {
  it('are found at any depth, through optional, default and union', () => {
    expect(paths).toEqual([['password'], ['oauth', 'token'], ['proxy', 'key']]);
  });

  it('are parted and put back', () => {
    const { plain, secrets } = splitSecrets(settings, paths);
    expect(plain).toEqual({ host: 'h', oauth: { user: 'u' } });
    expect(secrets).toEqual({ password: 'p', oauth: { token: 't' } });
    expect(joinSecrets(plain, secrets, paths)).toEqual(settings);
  });

  it('are masked where they are set, and only there', () => {
    expect(maskSecrets({ host: 'h', password: 'p' }, paths)).toEqual({ host: 'h', password: MASK });
  });

  it.each([
    ['saved back as shown', maskSecrets(settings, paths), settings],
    ['not sent', { host: 'other' }, { ...settings, host: 'other' }],
    ['not sent within their object', { oauth: { user: 'v' } }, { ...settings, oauth: { user: 'v', token: 't' } }],
    ['replaced', { password: 'q' }, { ...settings, password: 'q' }],
    ['taken away', { password: null }, { host: 'h', oauth: settings.oauth }],
    ['taken away with their object', { oauth: null }, { host: 'h', password: 'p' }],
  ])('that are %s', (_, sent, expected) => {
    expect(changeSettings(settings, sent, schema)).toEqual(expected);
  });

  it('can not be made of a mask', () => {
    expect(changeSettings({}, { host: 'h', password: MASK }, schema)).toEqual({ host: 'h' });
  });

  it('leave null where it is a value', () => {
    const days = z.object({ days: z.number().nullable().default(3), note: z.string().optional() });
    expect(changeSettings({ days: 3, note: 'n' }, { days: null, note: null }, days)).toEqual({ days: null });
  });
});
