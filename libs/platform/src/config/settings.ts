import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Services that may have a database URL of their own. */
export const SERVICES = ['INTAKE', 'LEAD', 'CONSOLE', 'NOTIFIER', 'RELAY'] as const;
export type Service = (typeof SERVICES)[number];

const PUBLIC_PROTOCOLS = ['http:', 'https:'];
const DATABASE_PROTOCOLS = ['postgres:', 'postgresql:'];
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every setting by its name in the environment. Messages go after the name and never repeat the value. */
export const settings = {
  HOST: z.string().min(1).default('0.0.0.0'),
  PORT: z
    .string()
    .default('8080')
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'is no port: expected a number from 0 to 65535')
    .transform(Number),
  PUBLIC_URL: url(PUBLIC_PROTOCOLS, 'https://hub.example.ru').transform((text) => text?.replace(/\/+$/, '')),
  TRUSTED_PROXIES: list()
    .refine((addresses) => addresses.every(isAddressOrRange), 'holds something else than IP addresses and CIDR ranges separated by commas, such as 10.0.0.0/8'),
  TRIBUTARY_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: databaseUrl(),
  DATABASE_URL_INTAKE: databaseUrl(),
  DATABASE_URL_LEAD: databaseUrl(),
  DATABASE_URL_CONSOLE: databaseUrl(),
  DATABASE_URL_NOTIFIER: databaseUrl(),
  DATABASE_URL_RELAY: databaseUrl(),
  TRIBUTARY_SECRET_KEY: secret(16),
  TRIBUTARY_API_TOKEN: secret(16),
  TRIBUTARY_ADMIN_EMAIL: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'is no email address')
    .optional(),
  TRIBUTARY_ADMIN_PASSWORD: secret(8),
  TRIBUTARY_PRIVATE_TARGETS: z
    .enum(['true', 'false'], 'is neither true nor false')
    .default('false')
    .transform((text) => text === 'true'),
  FORM_URL: urls(PUBLIC_PROTOCOLS, 'http://form:8080'),
  LEAD_URL: urls(PUBLIC_PROTOCOLS, 'http://lead:8080'),
  NOTIFIER_URL: urls(PUBLIC_PROTOCOLS, 'http://notifier:8080'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is none of ${LOG_LEVELS.join(', ')}`).default('info'),
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
