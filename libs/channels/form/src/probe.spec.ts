import { describe, expect, it } from '@jest/globals';
import { type ChannelAccount, Refusal } from '@tributary/channel';
import { requestOf } from '@tributary/channel/testing';
import { channel } from './channel.js';
import { parse } from './parse.js';
import { type FormSettings, settingsSchema } from './settings.js';

const accountWith = (settings: object, defaultRegion = 'RU'): ChannelAccount<FormSettings> => ({ id: 'form', name: 'Site', line: 'main', defaultRegion, settings: settingsSchema.parse(settings) });

function probed(account: ChannelAccount<FormSettings>) {
  return parse(requestOf(channel.probe!(account, 'key-1')), account).contacts;
}

describe('a probe of a form', () => {
  it.each([
    ['as it is by default', {}, 'RU'],
    ['elsewhere', {}, 'DE'],
    ['that asks for everything', {
      fields: [
        ...['text', 'name', 'phone', 'email', 'textarea', 'checkbox', 'hidden'].map((type) => ({ name: `my-${type}`, type, required: true, maxLength: 20 })),
        { name: 'choice', type: 'select', options: ['б', 'a'], required: true }, { name: 'file', type: 'file' },
      ],
      consents: [{ purpose: 'processing', text: { en: 'yes' }, required: true }],
    }, 'RU'],
  ])('passes the form %s', (_, settings, region) => {
    expect(probed(accountWith(settings, region)).map(({ externalId, facts }) => [externalId, facts.notLeadReason])).toEqual([[expect.stringContaining('key-1'), 'probe']]);
  });

  it('is refused where a customer without a file would be', () => {
    expect(() => probed(accountWith({ fields: [{ name: 'file', type: 'file', required: true }, { name: 'text', type: 'text' }] }))).toThrow(Refusal);
  });
});
