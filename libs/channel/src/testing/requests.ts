import type { Channel, ChannelAccount, ContactDraft, RawRequest } from '../channel.js';

export const RECEIVED_AT = new Date('2026-11-22T08:00:00.000Z');

/** A whole request of which a spec says only what it is about. */
export function requestOf(parts: Partial<RawRequest>): RawRequest {
  return {
    method: 'POST',
    path: '',
    query: {},
    headers: { 'content-type': 'application/json' },
    body: Buffer.alloc(0),
    clientAddress: '192.0.2.1',
    receivedAt: RECEIVED_AT,
    locale: 'ru',
    ...parts,
  };
}

/** What the specs of a webhook channel's pure parts begin with. */
export function webhookSamples<Settings>(channel: Channel<Settings>) {
  /** An account of these settings, defaults filled in. @throws ZodError */
  const accountWith = (settings: object = {}): ChannelAccount<Settings> => {
    return { id: 'account-1', name: channel.title.en, line: 'main', defaultRegion: 'RU', settings: channel.settings.parse(settings) };
  };
  /** The contact of a JSON body. */
  const draftOf = (body: object, parts: Partial<RawRequest> = {}, settings?: object): ContactDraft => {
    const request = requestOf({ body: Buffer.from(JSON.stringify(body)), ...parts });
    const [draft] = channel.webhook?.parse(request, accountWith(settings)).contacts ?? [];
    if (!draft) throw new Error('no contact');
    return draft;
  };
  return { accountWith, draftOf };
}
