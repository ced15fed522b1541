import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Services that may have a database URL of their own. */
export const SERVICES = ['INTAKE', 'LEAD', 'CONSOLE', 'NOTIFIER', 'RELAY'] as const;
export type Service = (typeof SERVICES)[number];

const PUBLIC_PROTOCOLS = ['http:', 'https:'];
const DATABASE_PROTOCOLS = ['postgres:', 'postgresql:'];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every setting by its name in the environment, described for docs/configuration.md. Messages go after the name and never repeat the value. */
export const settings = {
  HOST: z.string().min(1).default('0.0.0.0').meta({ description: 'Address that the door listens on' }),
  PORT: z
    .string()
    .default('8080')
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'is no port: expected a number from 0 to 65535')
    .transform(Number)
    .meta({ description: 'Port of the door; 0 for a free one' }),
  PUBLIC_URL: url(PUBLIC_PROTOCOLS, 'https://hub.example.ru')
    .transform((text) => text?.replace(/\/+$/, ''))
    .meta({ description: 'How browsers and providers reach the hub; `http://localhost:<PORT>` when left out' }),
  TRUSTED_PROXIES: list()
    .refine((addresses) => addresses.every(isAddressOrRange), 'holds something else than IP addresses and CIDR ranges separated by commas, such as 10.0.0.0/8')
    .meta({ description: 'Addresses and ranges, with commas, whose X-Forwarded headers are believed' }),
  TRIBUTARY_DATA: z.string().min(1).default('./data').meta({ description: 'Folder of the embedded database, blobs and the key' }),
  DATABASE_URL: databaseUrl().meta({ description: 'PostgreSQL 16 or newer; the embedded one when left out', secret: true }),
  DATABASE_URL_INTAKE: databaseUrl().meta({ description: 'Login of intake, where DATABASE_URL may not create roles', secret: true }),
  DATABASE_URL_LEAD: databaseUrl().meta({ description: 'Login of lead, where DATABASE_URL may not create roles', secret: true }),
  DATABASE_URL_CONSOLE: databaseUrl().meta({ description: 'Login of console, where DATABASE_URL may not create roles', secret: true }),
  DATABASE_URL_NOTIFIER: databaseUrl().meta({ description: 'Login of notifier, where DATABASE_URL may not create roles', secret: true }),
  DATABASE_URL_RELAY: databaseUrl().meta({ description: 'Login of relay, where DATABASE_URL may not create roles', secret: true }),
  TRIBUTARY_SECRET_KEY: secret(16).meta({ description: 'Encrypts secrets at rest; a key in the data folder when left out', secret: true }),
  TRIBUTARY_API_TOKEN: secret(16).meta({ description: 'The first API token', secret: true }),
  TRIBUTARY_ADMIN_EMAIL: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'is no email address')
    .optional()
    .meta({ description: 'The first user; a set-up link is printed when left out' }),
  TRIBUTARY_ADMIN_PASSWORD: secret(8).meta({ description: 'Password of the first user', secret: true }),
  TRIBUTARY_PRIVATE_TARGETS: z
    .enum(['true', 'false'], 'is neither true nor false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Alarms and notices may go to servers in private networks' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(PUBLIC_PROTOCOLS, 'http://collector:4318').meta({ description: 'OTLP/HTTP collector that traces are sent to; none: no traces are made' }),
  FORM_URL: urls(PUBLIC_PROTOCOLS, 'http://form:8080').meta({ description: 'Where the processes of intake are found, with commas; none: this process' }),
  LEAD_URL: urls(PUBLIC_PROTOCOLS, 'http://lead:8080').meta({ description: 'The same for the lead service' }),
  NOTIFIER_URL: urls(PUBLIC_PROTOCOLS, 'http://notifier:8080').meta({ description: 'The same for the notifier' }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .meta({ description: `The least that is logged, of ${LOG_LEVELS.join(', ')}` }),
} as const;

function url(protocols: readonly string[], example: string) {
  return z
    .string()
    .refine((text) => isUrl(text, protocols), `is no such URL: expected one like ${example}`)
    .optional();
}

function urls(protocols: readonly string[], example: string) {
  return list()
    .refine((addresses) => addresses.every((text) => isUrl(text, protocols) && isOrigin(text)), `holds something else than URLs separated by commas: expected one like ${example}`)
    .transform((addresses) => addresses.map((text) => text.replace(/\/+$/, '')));
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

/** Services answer at fixed paths, and are asked with a token of ours. */
function isOrigin(text: string): boolean {
  const { pathname, search, hash, username, password } = new URL(text);
  return pathname === '/' && [search, hash, username, password].every((part) => part === '');
}

function databaseUrl() {
  return url(DATABASE_PROTOCOLS, 'postgres://user:password@host:5432/tributary');
}

function list() {
  return z
    .string()
    .default('')
    .transform((text) => text.split(',').map((item) => item.trim()).filter((item) => item !== ''));
}

function secret(minLength: number) {
  return z.string().min(minLength, `is too short: expected at least ${minLength} characters`).optional();
}

function isAddressOrRange(text: string): boolean {
  return text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}
