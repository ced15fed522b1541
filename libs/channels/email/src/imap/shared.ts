import { TokenSources } from '../oauth/token-source.js';
import { ServerFinder } from '../setup/server-finder.js';
import type { SetUpOptions } from '../setup/set-up.js';
import { ByteBudget } from './byte-budget.js';
import { Suspects } from './suspects.js';

/** Mail in memory at once, in all mailboxes of the process. */
const MAIL_BUDGET_BYTES = 64 * 1024 * 1024;

/** What all mailboxes of a process share, followed or read for a job. */
export interface Shared {
  /** Also with `createCheck`, so that all know of a renewed refresh token. */
  readonly tokens: TokenSources;
  readonly budget: ByteBudget;
  readonly suspects: Suspects;
  readonly servers: ServerFinder;
}

/** @param setUp  how servers are looked for */
export function createShared({ tokens = new TokenSources(), setUp }: { readonly tokens?: TokenSources; readonly setUp?: SetUpOptions } = {}): Shared {
  return { tokens, budget: new ByteBudget(MAIL_BUDGET_BYTES), suspects: new Suspects(), servers: new ServerFinder(setUp) };
}
