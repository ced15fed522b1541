import { Problem, type FieldFault, fieldFaults, type Locale } from '@tributary/platform';
import { z } from 'zod';
import type { Channel, Localized } from '../channel.js';
import '../texts.js';
import { settingsJsonSchema, type Settings } from './secret-settings.js';

const plainText = (max: number) => z.string().trim().min(1).max(max).regex(/^[^\p{Cc}\p{Cs}]*$/u);
const settings = z.record(z.string(), z.json());

export const NewAccount = z.strictObject({
  channel: z.string(),
  name: plainText(200).optional(),
  line: plainText(100).optional(),
  settings: settings.default({}),
});
export type NewAccount = z.infer<typeof NewAccount>;

export const AccountChange = z.strictObject({
  name: plainText(200).optional(),
  line: plainText(100).optional(),
  settings: settings.default({}),
});
export type AccountChange = z.infer<typeof AccountChange>;

/** Settings that every account has, whatever its channel. They may be given among the channel's own. */
export interface CommonSettings {
  readonly line?: string;
  readonly defaultRegion?: string;
}

/**
 * Parts the settings that every account has from the channel's own.
 * @throws Problem 422  one of them is wrong
 */
export function takeCommon({ line, defaultRegion, ...own }: Settings): { common: CommonSettings; own: Settings } {
  const faults: FieldFault[] = [];
  const parsedLine = plainText(100).optional().safeParse(line ?? undefined);
  if (!parsedLine.success) faults.push({ field: 'settings.line', code: 'format' });
  const region = z.string().refine(isRegion).optional().safeParse(defaultRegion ?? undefined);
  if (!region.success) faults.push({ field: 'settings.defaultRegion', code: 'unknown-region' });
  refuseFaults(faults);
  return { common: { line: parsedLine.data, defaultRegion: region.data }, own };
}

/** What is wrong with a channel's own settings, whole; a fault per setting. */
export function settingFaults(channel: Channel, own: Settings, locale: Locale): FieldFault[] {
  const known = settingsJsonSchema(channel.settings)['properties'];
  const unknown = known ? Object.keys(own).filter((name) => !Object.hasOwn(known, name)) : [];
  const parsed = channel.settings.safeParse(own, { reportInput: true });
  const faults = (parsed.error?.issues ?? []).flatMap((issue) => faultsOf(issue, locale));
  // A strict schema has named them already.
  const unnamed = unknown.map((name) => `settings.${name}`).filter((field) => !faults.some((fault) => fault.field === field));
  return [...faults, ...unnamed.map((field) => ({ field, code: 'unknown-key' }))];
}

/** A channel has its own words for its own faults; for the others there is the catalogue. */
function faultsOf(issue: z.core.$ZodIssue, locale: Locale): FieldFault[] {
  const detail = issue.code === 'custom' ? (issue.params?.['detail'] as Localized | undefined)?.[locale] : undefined;
  return fieldFaults(new z.ZodError([issue])).map((fault) => ({ ...fault, field: `settings.${fault.field}`, ...(detail && { detail }) }));
}

/** @throws Problem 422  when there are faults */
export function refuseFaults(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw new Problem(422, 'validation-failed', { errors: faults });
}

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

function isRegion(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && regionNames.of(code) !== undefined;
}
