import { timestampDate } from '@bufbuild/protobuf/wkt';
import { pickLocale, type Locale } from '@tributary/platform';
import type { Reach } from '@tributary/proto';
import { MOST_FILES, MOST_FILES_BYTES, MOST_TEXT } from './reply-draft.js';
import { text } from './texts.js';

/** Whether and how a conversation can be answered, as it is stored. */
export interface StoredReach {
  /** A stable code; absent: it is open. */
  readonly closed?: string;
  /** Why, in the channel's words, where it said so. */
  readonly detail?: Readonly<Record<Locale, string>> | null;
  /** ISO 8601: afterwards it is closed (`window-closed`). */
  readonly until?: string;
  /** Code points; 0 for no limit of the provider's. */
  readonly textLength: number;
  /** 0: no files. */
  readonly files: number;
  readonly fileBytes: number;
}

export function storedReach({ closed, until, maxTextLength, maxFiles, maxFileBytes }: Reach): StoredReach {
  return {
    ...(closed && { closed }),
    ...(until && { until: timestampDate(until).toISOString() }),
    textLength: maxTextLength,
    files: maxFiles,
    fileBytes: Number(maxFileBytes),
  };
}

/** Why nothing can be sent at this moment; undefined when something can. Pure. */
export function closedBecause({ closed, until }: Pick<StoredReach, 'closed' | 'until'>, at: Date): string | undefined {
  return closed ?? (until !== undefined && at >= new Date(until) ? 'window-closed' : undefined);
}

const KNOWN = ['blocked', 'removed-from-group', 'no-rights', 'window-closed', 'no-address', 'no-outgoing-mail', 'not-known'] as const;

/** Why, and what to do. */
export function sayClosed(code: string, { detail }: Pick<StoredReach, 'detail'>, locale: Locale): string {
  return detail?.[locale] || text(locale, `reach.${KNOWN.find((each) => each === code) ?? 'other'}`, { code });
}

/** What one answer may hold: as the channel has it, and never more than a request brings to us. */
function shownLimits({ textLength, files, fileBytes }: StoredReach) {
  return { textLength: textLength || MOST_TEXT, files: Math.min(files, MOST_FILES), fileBytes: Math.min(fileBytes || MOST_FILES_BYTES, MOST_FILES_BYTES), allFilesBytes: MOST_FILES_BYTES };
}

/** As the API shows it. */
export function showReach(reach: StoredReach, at: Date, language: string | undefined) {
  const code = closedBecause(reach, at);
  return {
    open: code === undefined,
    ...(code !== undefined && { reason: { code, detail: sayClosed(code, reach, pickLocale(language)) } }),
    ...(reach.until !== undefined && { until: reach.until }),
    limits: shownLimits(reach),
  };
}
