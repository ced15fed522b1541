import type { Locale } from '@tributary/platform';
import { channelText } from '../texts.js';
import type { Cause, CauseCode } from './facts.js';

/** What to do about an account. */
export interface Action {
  readonly code: CauseCode;
  readonly detail: string;
  /** The setting at which a person can mend it. */
  readonly field?: string;
}

/** Of the gravest cause; null when all is well. */
export function actionOf(causes: readonly Cause[], locale: Locale): Action | null {
  const cause = causes[0];
  if (!cause) return null;
  const advice = channelText(locale, `action.${cause.code}`);
  return { code: cause.code, detail: cause.detail ? `${cause.detail[locale]} ${advice}` : advice, ...(cause.field && { field: cause.field }) };
}
