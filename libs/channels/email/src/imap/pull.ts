import type { KeptPart, ParseTools, Pull, PullSession } from '@tributary/channel';
import { TokenSources } from '../oauth/token-source.js';
import type { EmailSettings } from '../settings.js';
import { ServerFinder } from '../setup/server-finder.js';
import type { SetUpOptions } from '../setup/set-up.js';
import { ByteBudget } from './byte-budget.js';
import { Connector } from './connector.js';
import { originFromStrings, type ToContacts } from './origin.js';
import { Suspects } from './suspects.js';
import { DEFAULT_TIMING, type Timing } from './timing.js';
import { Watch } from './watch.js';

/** Mail in memory at once, in all mailboxes of the process. */
const MAIL_BUDGET_BYTES = 64 * 1024 * 1024;

export interface PullOptions {
  readonly timing?: Partial<Timing>;
  /** Shared with `createCheck`, so that both know of a renewed refresh token. */
  readonly tokens?: TokenSources;
  readonly mailBudgetBytes?: number;
  /** How servers are looked for. */
  readonly setUp?: SetUpOptions;
}

/** The pull side of a mailbox; `toContacts` makes contacts of what it fetches. */
export function createPull(toContacts: ToContacts, { timing: changed, tokens = new TokenSources(), mailBudgetBytes = MAIL_BUDGET_BYTES, setUp }: PullOptions = {}): Pull<EmailSettings> {
  const timing = { ...DEFAULT_TIMING, ...changed };
  const budget = new ByteBudget(mailBudgetBytes);
  const suspects = new Suspects();
  const servers = new ServerFinder(setUp);
  return {
    async run(session: PullSession<EmailSettings>): Promise<void> {
      const { account } = session;
      const settings = await servers.settingsOf(account, session.signal);
      const source = tokens.of(account);
      source?.keepWith((refreshToken) => session.updateSecret?.(['oauth', 'refreshToken'], refreshToken) ?? Promise.resolve());
      const connectorOf = (signal: AbortSignal) => new Connector(settings, source, timing, signal);
      await new Watch({ session, toContacts, budget, suspects }, connectorOf, timing).run();
    },
    async reparse(part: KeptPart, tools: ParseTools<EmailSettings>) {
      return toContacts({ source: part.bytes, origin: originFromStrings(part.origin) }, tools);
    },
  };
}
