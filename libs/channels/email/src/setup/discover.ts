import { resolveMx } from 'node:dns/promises';
import { addressDomain } from '../settings/address.js';
import { type Preset, type PresetId, presetOfDomain, presetOfMx } from '../settings/presets.js';

/** Settings that would lead to the mailbox of an address. */
export interface Candidate {
  readonly preset: PresetId;
  readonly host: string;
  readonly port: number;
  readonly secure: true | 'starttls';
  readonly from: 'known-provider' | 'mx' | 'usual-name';
}

/** Looks up mail exchangers, as `dns.resolveMx` does. */
export type ResolveMx = (domain: string) => Promise<readonly { exchange: string; priority: number }[]>;

/**
 * Where the mailbox of an address may be, the likeliest first: a known provider of its domain, the provider its MX records
 * name, then the host names that are usual. Nothing is connected to.
 * @returns [] when it is no address
 */
export async function candidatesFor(address: string, lookUp: ResolveMx = resolveMx): Promise<Candidate[]> {
  const domain = addressDomain(address);
  if (domain === undefined) return [];
  const known = presetOfDomain(domain);
  if (known) return [ofPreset(known, 'known-provider')];
  const exchangers = await exchangersOf(domain, lookUp);
  const provider = exchangers.map(presetOfMx).find((preset) => preset !== undefined);
  const own = exchangers.filter((host) => host.endsWith(`.${domain}`));
  const hosts = [...new Set([`imap.${domain}`, `mail.${domain}`, ...own, domain])];
  const usual = hosts.flatMap((host): Candidate[] => [
    { preset: 'other', host, port: 993, secure: true, from: 'usual-name' },
    { preset: 'other', host, port: 143, secure: 'starttls', from: 'usual-name' },
  ]);
  return provider ? [ofPreset(provider, 'mx'), ...usual] : usual;
}

/** Best first. A domain without MX, or a resolver that is away, leaves the usual names. */
async function exchangersOf(domain: string, lookUp: ResolveMx): Promise<string[]> {
  const records = await lookUp(domain).catch(() => []);
  return [...records].sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''));
}

function ofPreset({ id, host, port }: Preset, from: Candidate['from']): Candidate {
  return { preset: id, host: host ?? '', port, secure: true, from };
}
