import type { Localized } from './say.js';

/** One thing that was looked at. */
export interface Finding {
  /** `weak`: it works, and should be better in production. */
  readonly state: 'well' | 'weak' | 'ill';
  /** What it is. */
  readonly is: Localized;
  /** What to do, unless it is well. */
  readonly todo?: Localized;
}

export const well = (is: Localized): Finding => ({ state: 'well', is });
export const weak = (is: Localized, todo: Localized): Finding => ({ state: 'weak', is, todo });
export const ill = (is: Localized, todo: Localized): Finding => ({ state: 'ill', is, todo });
