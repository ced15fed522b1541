import { randomUUID } from 'node:crypto';
import { type Account, type RunningAccount, runAccount } from '../accounts/account.js';
import type { Channel, RawRequest } from '../channel.js';
import { requestOf } from './requests.js';

/** A request as a spec writes it; what isn't said is usual. */
export type SampleRequest = Partial<Omit<RawRequest, 'body'>> & { readonly body?: string | Uint8Array };

/** What the shared channel test needs of a channel: requests as its provider sends them. */
export interface ChannelSamples {
  /** An account that works. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A request with at least one contact. */
  readonly valid: SampleRequest;
  /** The contact of `valid` in other bytes (order, blanks, spelling): the same id. */
  readonly respelled?: SampleRequest;
  /** A request with a contact that `valid` doesn't hold. */
  readonly other: SampleRequest;
  /** A payload that no contact can be made of: refused or put into quarantine, as the channel has it. */
  readonly bad: SampleRequest;
  /** A message (comment, question) of exactly this text. */
  withText(text: string): SampleRequest;
  /** Requests about one contact in the order in which the source made them, each with news. Without it every part is a repeat. */
  readonly parts?: readonly SampleRequest[];
  /** Requests of a stranger, for a provider whose secret stands in the body: each is refused. */
  readonly forged?: Readonly<Record<string, SampleRequest>>;
  /** Whether the signature covers the body; a provider that only sends a secret along signs none. Default true. */
  readonly signsBody?: boolean;
  /** Signs a request; for channels that verify. */
  sign?(request: RawRequest, settings: Readonly<Record<string, unknown>>): RawRequest;
}

export function sampleAccount(channel: Channel, settings: Readonly<Record<string, unknown>>): RunningAccount {
  const account: Account = {
    id: randomUUID(),
    channel: channel.name,
    name: 'Sample',
    line: 'main',
    defaultRegion: 'RU',
    settings,
    createdAt: new Date(),
  };
  return runAccount(account, channel);
}

/** The whole request, as the host would give it, unsigned. */
export function toRequest({ body = '', ...sample }: SampleRequest): RawRequest {
  return requestOf({ receivedAt: new Date(), ...sample, body: Buffer.from(body) });
}
