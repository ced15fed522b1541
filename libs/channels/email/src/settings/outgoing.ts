import { domainToASCII } from 'node:url';
import { addressDomain } from './address.js';
import { type Access, type AccessSettings, ownAddress, resolveAccess } from './access.js';
import type { FaultCode } from './faults.js';
import { type Preset, presetOfHost } from './presets.js';

/** What of the settings says where mail goes out and as whose. */
export interface OutgoingSettings extends AccessSettings {
  readonly smtpHost?: string | undefined;
  readonly smtpPort?: number | undefined;
  readonly smtpSecure?: boolean | 'starttls' | undefined;
  readonly smtpUser?: string | undefined;
  readonly smtpPassword?: string | undefined;
  readonly fromAddress?: string | undefined;
}

/** Where mail goes out, with everything that was left out filled in. */
export interface Outgoing {
  readonly access: Access;
  readonly user: string;
  /** Missing: with a token, as the mailbox. */
  readonly password?: string;
  /** The sender; its domain in ASCII. */
  readonly from: string;
}

const SMTPS_PORT = 465;
const SUBMISSION_PORT = 587;
const RELAY_PORT = 25;

/** @returns undefined when no server is given and none is known for the mailbox: it is only read */
export function resolveOutgoing(settings: OutgoingSettings): Outgoing | undefined {
  const preset = resolveAccess(settings)?.preset;
  const server = serverOf(settings, preset);
  const from = senderAddress(settings);
  if (!server || from === undefined) return undefined;
  const { host, port, secure } = server;
  const password = settings.smtpPassword ?? settings.password;
  const access = { host, port, encryption: encryptionOf(secure, port), preset: preset ?? presetOfHost(host) };
  return { access, user: settings.smtpUser ?? settings.user, from, ...(password !== undefined && { password }) };
}

function serverOf({ smtpHost, smtpPort, smtpSecure }: OutgoingSettings, preset: Preset | undefined) {
  const host = smtpHost ?? preset?.smtp?.host;
  if (!host) return undefined;
  // Who says something of the server says all of it: a provider's port belongs to its own host.
  const isProviders = smtpHost === undefined && smtpPort === undefined && smtpSecure === undefined;
  return isProviders ? preset?.smtp : { host, port: smtpPort ?? defaultPort(smtpSecure), secure: smtpSecure };
}

/** What is wrong between the settings of outgoing mail, at the field where a person mends it. */
export function outgoingProblems(settings: OutgoingSettings): { path: readonly string[]; code: FaultCode }[] {
  const { smtpHost, smtpPort, smtpSecure, smtpUser, smtpPassword } = settings;
  const problems: { path: readonly string[]; code: FaultCode }[] = [];
  const known = smtpHost ?? resolveAccess(settings)?.preset.smtp?.host;
  if (!known && [smtpPort, smtpSecure, smtpUser, smtpPassword].some((setting) => setting !== undefined)) problems.push({ path: ['smtpHost'], code: 'smtp-host-needed' });
  if (smtpHost && senderAddress(settings) === undefined) problems.push({ path: ['fromAddress'], code: 'from-address-needed' });
  if (smtpSecure === 'starttls' && smtpPort === SMTPS_PORT) problems.push({ path: ['smtpSecure'], code: 'smtp-speaks-tls' });
  if (smtpSecure === true && (smtpPort === SUBMISSION_PORT || smtpPort === RELAY_PORT)) problems.push({ path: ['smtpPort'], code: 'smtp-begins-plain' });
  return problems;
}

function senderAddress(settings: OutgoingSettings): string | undefined {
  const address = settings.fromAddress ?? ownAddress(settings);
  const domain = address === undefined ? undefined : addressDomain(address);
  if (address === undefined || domain === undefined) return undefined;
  return `${address.trim().slice(0, address.trim().lastIndexOf('@'))}@${domainToASCII(domain) || domain}`;
}

function defaultPort(secure: OutgoingSettings['smtpSecure']): number {
  if (secure === 'starttls') return SUBMISSION_PORT;
  return secure === false ? RELAY_PORT : SMTPS_PORT;
}

function encryptionOf(secure: OutgoingSettings['smtpSecure'], port: number): Access['encryption'] {
  if (secure === false) return 'opportunistic';
  return secure === 'starttls' || (secure === undefined && port !== SMTPS_PORT) ? 'starttls' : 'tls';
}
