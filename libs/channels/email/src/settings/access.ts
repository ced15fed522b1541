import { isLoopback } from '@tributary/channel';
import { addressDomain } from './address.js';
import type { FaultCode } from './faults.js';
import { type Preset, type PresetId, presetById, presetOfDomain, presetOfHost } from './presets.js';

/** What of the settings says where to connect and as whom. */
export interface AccessSettings {
  readonly user: string;
  readonly password?: string | undefined;
  readonly oauth?: { readonly tokenUrl?: string | undefined } | undefined;
  readonly preset?: PresetId | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly secure?: boolean | 'starttls' | undefined;
  readonly address?: string | undefined;
  readonly proxy?: object | undefined;
}

/** Where to connect, with everything that was left out filled in. */
export interface Access {
  readonly host: string;
  readonly port: number;
  readonly encryption: 'tls' | 'starttls' | 'opportunistic';
  /** Whose hints apply. */
  readonly preset: Preset;
}

const PLAIN_PORT = 143;

/** @returns undefined when no host is given and none is known for the address */
export function resolveAccess(settings: AccessSettings): Access | undefined {
  const preset = knownPreset(settings);
  const host = settings.host ?? preset?.host;
  if (!host) return undefined;
  const port = settings.port ?? defaultPort(settings.secure, preset);
  return { host, port, encryption: encryptionOf(settings.secure, port), preset: preset ?? presetOfHost(host) };
}

/** What is wrong between the settings, at the field where a person mends it. */
export function accessProblems(settings: AccessSettings): { path: readonly string[]; code: FaultCode }[] {
  const problems: { path: readonly string[]; code: FaultCode }[] = [];
  const access = resolveAccess(settings);
  // The server of an address is looked for when it is needed; with a token there is nothing to try servers with.
  const domain = addressDomain(settings.address ?? settings.user);
  if (!access && domain === undefined) problems.push({ path: [settings.address === undefined ? 'user' : 'address'], code: 'whole-address-needed' });
  else if (!access && settings.proxy) problems.push({ path: ['host'], code: 'host-needed-with-proxy' });
  else if (!access && settings.password === undefined) problems.push({ path: ['host'], code: 'host-needed' });
  if (!settings.password && !settings.oauth) problems.push({ path: ['password'], code: 'password-needed' });
  if (settings.password && settings.oauth) problems.push({ path: ['oauth'], code: 'password-or-oauth' });
  if (settings.secure === 'starttls' && access?.port === 993) problems.push({ path: ['secure'], code: 'port-speaks-tls' });
  if (settings.secure === true && access?.port === PLAIN_PORT) problems.push({ path: ['port'], code: 'port-begins-plain' });
  const tokenUrl = settings.oauth?.tokenUrl;
  if (tokenUrl?.startsWith('http:') && !isLoopback(new URL(tokenUrl).hostname)) problems.push({ path: ['oauth', 'tokenUrl'], code: 'https-only' });
  if (settings.oauth && !settings.oauth.tokenUrl && access && !access.preset.oauth) {
    problems.push({ path: ['oauth', 'tokenUrl'], code: 'token-url-needed' });
  }
  return problems;
}

/** The mailbox's own address, in lower case; undefined when neither setting is one. */
export function ownAddress({ address, user }: Pick<AccessSettings, 'address' | 'user'>): string | undefined {
  const text = address ?? user;
  return addressDomain(text) === undefined ? undefined : text.trim().toLowerCase();
}

function knownPreset(settings: AccessSettings): Preset | undefined {
  if (settings.preset) return presetById(settings.preset);
  if (settings.host) return presetOfHost(settings.host);
  const domain = addressDomain(settings.address ?? settings.user);
  return domain === undefined ? undefined : presetOfDomain(domain);
}

function defaultPort(secure: AccessSettings['secure'], preset: Preset | undefined): number {
  if (secure === 'starttls' || secure === false) return PLAIN_PORT;
  return preset?.port ?? 993;
}

function encryptionOf(secure: AccessSettings['secure'], port: number): Access['encryption'] {
  if (secure === false) return 'opportunistic';
  if (secure === 'starttls' || (secure === undefined && port === PLAIN_PORT)) return 'starttls';
  return 'tls';
}
