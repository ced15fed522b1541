import { z } from 'zod';

/** Shown in the place of a secret; sent back it means "as it was". */
export const MASK = '••••••';

export type Settings = Readonly<Record<string, unknown>>;
/** Property names from the settings' root. */
export type SettingPath = readonly string[];

interface JsonSchemaNode {
  readonly type?: unknown;
  readonly secret?: boolean;
  readonly boundTo?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly anyOf?: readonly JsonSchemaNode[];
  readonly oneOf?: readonly JsonSchemaNode[];
  readonly allOf?: readonly JsonSchemaNode[];
}

/** A channel's settings as JSON Schema: what the console makes its form of. Secrets carry `"secret": true`. */
export function settingsJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json;
}

/** A secret, and the settings that say where it is sent. */
export interface SecretSetting {
  readonly path: SettingPath;
  readonly boundTo: readonly SettingPath[];
}

/** Every setting marked `.meta({ secret: true })`, at any depth of objects. */
export function secretSettings(schema: z.ZodType): SecretSetting[] {
  const secrets = new Map(secretsBelow(settingsJsonSchema(schema), []).map((secret) => [secret.path.join('\0'), secret]));
  return [...secrets.values()];
}

export function secretPaths(schema: z.ZodType): SettingPath[] {
  return secretSettings(schema).map(({ path }) => path);
}

function secretsBelow(node: JsonSchemaNode, path: SettingPath): SecretSetting[] {
  if (node.secret) return [{ path, boundTo: (node.boundTo ?? []).map((name) => name.split('.')) }];
  const variants = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].flatMap((variant) => secretsBelow(variant, path));
  const members = Object.entries(node.properties ?? {}).flatMap(([name, member]) => secretsBelow(member, [...path, name]));
  return [...variants, ...members];
}

/** Names of settings for which null is a value of its own. */
function nullableNames(schema: z.ZodType): string[] {
  const { properties = {} } = settingsJsonSchema(schema) as JsonSchemaNode;
  return Object.entries(properties).flatMap(([name, node]) => ([node, ...(node.anyOf ?? [])].some(({ type }) => [type].flat().includes('null')) ? [name] : []));
}

/** Settings without their secrets, and those by path. */
export function splitSecrets(settings: Settings, paths: readonly SettingPath[]): { plain: Settings; secrets: Settings } {
  const plain = structuredClone(settings) as Record<string, unknown>;
  const secrets: Record<string, unknown> = {};
  for (const path of paths) {
    const value = take(plain, path);
    if (value !== undefined) put(secrets, path, value);
  }
  return { plain, secrets };
}

/** Secrets put back where they were taken; an object that is no longer there stays away. */
export function joinSecrets(plain: Settings, secrets: Settings, paths: readonly SettingPath[]): Settings {
  const settings = structuredClone(plain) as Record<string, unknown>;
  for (const path of paths) {
    const value = get(secrets, path);
    if (value !== undefined) put(settings, path, value);
  }
  return settings;
}

/** For showing: each secret that is set is a mask. */
export function maskSecrets(settings: Settings, paths: readonly SettingPath[]): Settings {
  const masked = structuredClone(settings) as Record<string, unknown>;
  for (const path of paths) if (get(masked, path) !== undefined) put(masked, path, MASK);
  return masked;
}

/**
 * Stored settings changed by what was sent: names that are not sent stay, null takes a name away unless it is a value there.
 * A secret that is sent masked, or not sent, stays as it was, so that what was shown can be saved back.
 */
export function changeSettings(stored: Settings, sent: Settings, schema: z.ZodType): Settings {
  const changed = structuredClone({ ...stored, ...sent }) as Record<string, unknown>;
  const nullable = nullableNames(schema);
  for (const [name, value] of Object.entries(sent)) if (value === null && !nullable.includes(name)) delete changed[name];
  for (const path of secretPaths(schema)) {
    const value = get(changed, path);
    const kept = get(stored, path);
    const parentIsThere = path.length === 1 ? sent[path[0] ?? ''] !== null : isObject(get(changed, path.slice(0, -1)));
    if (value === MASK) take(changed, path);
    if ((value === undefined || value === MASK) && kept !== undefined && parentIsThere) put(changed, path, kept);
  }
  return changed;
}

export function settingAt(settings: unknown, path: SettingPath): unknown {
  return get(settings, path);
}

/** The same settings, but for one of them. */
export function withSetting(settings: Settings, path: SettingPath, value: unknown): Settings {
  const changed = structuredClone(settings) as Record<string, unknown>;
  put(changed, path, value);
  return changed;
}

function get(root: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>((node, name) => (isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined), root);
}

function take(root: Record<string, unknown>, path: SettingPath): unknown {
  const value = get(root, path);
  const parent = get(root, path.slice(0, -1));
  if (isObject(parent)) delete parent[path.at(-1) ?? ''];
  return value;
}

function put(root: Record<string, unknown>, path: SettingPath, value: unknown): void {
  let node = root;
  for (const name of path.slice(0, -1)) {
    const below = node[name];
    const next = isObject(below) ? below : {};
    node[name] = next;
    node = next;
  }
  node[path.at(-1) ?? ''] = value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
