import { isDeepStrictEqual } from 'node:util';
import type { Channel } from '../channel.js';
import { MASK, secretSettings, settingAt, type SettingPath, type Settings } from './secret-settings.js';

/**
 * Secrets that were kept as they are although the settings now send them elsewhere: to another host, by another
 * encryption. Whoever may change a host must not get the secret that was given for the old one.
 * @param sent  what was sent of the settings; a secret that stands in it in clear was given for the new place
 */
export function movedSecrets(schema: Channel['settings'], stored: Settings, changed: Settings, sent: Settings): SettingPath[] {
  const [before, after] = asRead(schema, stored, changed);
  return secretSettings(schema)
    .filter(({ path }) => isKept(path, stored, changed, sent))
    .filter(({ boundTo }) => boundTo.some((path) => !isDeepStrictEqual(settingAt(before, path), settingAt(after, path))))
    .map(({ path }) => path);
}

function isKept(path: SettingPath, stored: Settings, changed: Settings, sent: Settings): boolean {
  const given = settingAt(sent, path);
  return settingAt(stored, path) !== undefined && settingAt(changed, path) !== undefined && (given === undefined || given === MASK);
}

/** With defaults filled in where both pass: what is saved back as it was shown is no change. */
function asRead(schema: Channel['settings'], stored: Settings, changed: Settings): [unknown, unknown] {
  const before = schema.safeParse(stored);
  const after = schema.safeParse(changed);
  return before.success && after.success ? [before.data, after.data] : [stored, changed];
}
