import type { KeptPart, ParseTools, Pull, PullSession } from '@tributary/channel';
import type { TokenSources } from '../oauth/token-source.js';
import type { EmailSettings } from '../settings.js';
import type { SetUpOptions } from '../setup/set-up.js';
import { Connector } from './connector.js';
import { originFromStrings, type ToContacts } from './origin.js';
import { createShared, type Shared } from './shared.js';
import { DEFAULT_TIMING, type Timing } from './timing.js';
import { Watch } from './watch.js';

export interface PullOptions {
  readonly timing?: Partial<Timing>;
  readonly shared?: Shared;
  /** Without `shared`: tokens, and how servers are looked for. */
  readonly tokens?: TokenSources;
  readonly setUp?: SetUpOptions;
}

/** The pull side of a mailbox; `toContacts` makes contacts of what it fetches. */
export function createPull(toContacts: ToContacts, { timing: changed, tokens, setUp, shared = createShared({ ...(tokens && { tokens }), ...(setUp && { setUp }) }) }: PullOptions = {}): Pull<EmailSettings> {
  const timing = { ...DEFAULT_TIMING, ...changed };
  const { budget, suspects, servers } = shared;
  return {
    readsOn: true,
    async run(session: PullSession<EmailSettings>): Promise<void> {
      const { account } = session;
      const settings = await servers.settingsOf(account, session.signal);
      const source = shared.tokens.of(account);
      source?.keepWith((refreshToken) => session.updateSecret?.(['oauth', 'refreshToken'], refreshToken) ?? Promise.resolve());
      const connectorOf = (signal: AbortSignal) => new Connector(settings, source, timing, signal);
      await new Watch({ session, toContacts, budget, suspects }, connectorOf, timing).run();
    },
    async reparse(part: KeptPart, tools: ParseTools<EmailSettings>) {
      return toContacts({ source: part.bytes, origin: originFromStrings(part.origin) }, tools);
    },
  };
}
