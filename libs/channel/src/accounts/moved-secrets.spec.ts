import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { movedSecrets } from './moved-secrets.js';
import { changeSettings, MASK, type Settings } from './secret-settings.js';

const schema = z.object({
  host: z.string().toLowerCase(),
  tls: z.object({ any: z.boolean().default(false) }).optional(),
  folder: z.string().default('INBOX'),
  password: z.string().optional().meta({ secret: true, boundTo: ['host', 'tls'] }),
  oauth: z.object({ url: z.string().optional(), token: z.string().meta({ secret: true, boundTo: ['oauth.url'] }) }).optional(),
});
const stored: Settings = { host: 'mail.example', tls: {}, password: 'p', oauth: { url: 'https://a.example', token: 't' } };

function moved(sent: Settings): string[] {
  const changed = changeSettings(stored, sent, schema);
  return movedSecrets(schema, stored, changed, sent).map((path) => path.join('.'));
}

describe('a secret has to be given again', () => {
  it.each<[string, Settings, string[]]>([
    ['when its host changes', { host: 'other.example' }, ['password']],
    ['when its host changes and it is sent masked', { host: 'other.example', password: MASK }, ['password']],
    ['when anybody may stand between', { tls: { any: true } }, ['password']],
    ['when the address of its own object changes', { oauth: { url: 'https://b.example', token: MASK } }, ['oauth.token']],
    ['when that address is taken away', { oauth: { token: MASK } }, ['oauth.token']],
    ['each for itself', { host: 'other.example', oauth: { url: 'https://b.example' } }, ['password', 'oauth.token']],
    ['even when the rest does not pass', { host: 'other.example', folder: 1 }, ['password']],
  ])('%s', (_, sent, expected) => expect(moved(sent)).toEqual(expected));

  it.each<[string, Settings]>([
    ['when nothing of its place changes', { folder: 'Orders', password: MASK }],
    ['when it is saved back as shown, defaults filled in', { host: 'mail.example', tls: { any: false }, folder: 'INBOX', password: MASK }],
    ['when the host is the same one spelled otherwise', { host: 'Mail.Example' }],
    ['when it is given with the new host', { host: 'other.example', password: 'p' }],
    ['when it is taken away', { host: 'other.example', password: null }],
  ])('but not %s', (_, sent) => expect(moved(sent)).toEqual([]));
});
