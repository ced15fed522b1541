import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Channel, type RawRequest, Refusal } from '../channel.js';
import { requestOf, webhookSamples } from './requests.js';

/** A request, and what the channel makes of it; the body stands beside it, byte for byte. */
interface Fixture {
  readonly about: string;
  readonly settings?: object;
  readonly request: Partial<RawRequest>;
  readonly expected: unknown;
}

/**
 * One test for each `name.json` of the folder, its request's body in `name.body`: what `webhook.parse` makes of it.
 * @param folder  URL with a slash at its end
 */
export function describeFixtures(channel: Channel, folder: URL): void {
  const names = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));
  describe('fixtures', () => {
    it.each(names)('%s', (name) => {
      const fixture = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Fixture;
      const body = new URL(`${name}.body`, folder);
      const request = requestOf({ ...fixture.request, body: existsSync(body) ? readFileSync(body) : Buffer.alloc(0) });
      expect(plain(outcome(channel, request, fixture.settings))).toEqual(fixture.expected);
    });
  });
}

function outcome(channel: Channel, request: RawRequest, settings: object | undefined): object {
  try {
    const { contacts = [], answer } = channel.webhook?.parse(request, webhookSamples(channel).accountWith(settings)) ?? {};
    return { contacts: contacts.map(({ raw, ...draft }) => ({ ...draft, rawMediaType: raw.mediaType })), answer: answer?.(['contact-1']) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, detail, errors } = error;
    return { refusal: { status, code, detail, errors } };
  }
}

/** As JSON, 64-bit integers as strings. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member)));
}
