import type { ChannelAccount } from '@tributary/channel';
import { resolveAccess } from '../settings/access.js';
import type { EmailSettings, OAuthSettings } from '../settings.js';
import { refresh, type RefreshRequest, type Tokens } from './refresh.js';

/** A token is renewed so long before its end: a sign-in takes time and clocks differ. */
const MARGIN_MS = 2 * 60_000;

/** Stores a renewed refresh token in the account's settings. */
export type KeepRefreshToken = (refreshToken: string) => Promise<void>;

export interface CurrentToken {
  readonly accessToken: string;
  /** It was issued by this very call. */
  readonly fresh: boolean;
}

/** The access token of one account, renewed when it ends. An open IMAP session outlives its token: only sign-ins ask. */
export class TokenSource {
  private token: { accessToken: string; endsAtMs: number } | undefined;
  private renewing: Promise<CurrentToken> | undefined;
  private refreshToken: string;
  /** Issued and not yet stored: kept until storing succeeds, since the one in the settings is void. */
  private unkept: string | undefined;
  private keep: KeepRefreshToken | undefined;

  constructor(
    readonly settings: OAuthSettings,
    private readonly request: Omit<RefreshRequest, 'refreshToken'>,
  ) {
    this.refreshToken = settings.refreshToken;
  }

  /** Where renewed refresh tokens go from now on; a check has no such place and leaves them to the next run. */
  keepWith(keep: KeepRefreshToken | undefined): void {
    this.keep = keep;
  }

  /** Whether these are the settings it works with, or what it put into them itself. */
  serves(settings: OAuthSettings): boolean {
    const { refreshToken, ...rest } = settings;
    const { refreshToken: first, ...own } = this.settings;
    return JSON.stringify(rest) === JSON.stringify(own) && (refreshToken === first || refreshToken === this.refreshToken);
  }

  /** @throws ConnectorError */
  async current(signal: AbortSignal): Promise<CurrentToken> {
    await this.keepPending();
    if (this.token && this.token.endsAtMs - MARGIN_MS > Date.now()) return { accessToken: this.token.accessToken, fresh: false };
    return this.renew(signal);
  }

  /** One renewal at a time: several connections that ask at once share it. @throws ConnectorError */
  renew(signal: AbortSignal): Promise<CurrentToken> {
    this.renewing ??= this.renewOnce(signal).finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  private async renewOnce(signal: AbortSignal): Promise<CurrentToken> {
    const tokens = await refresh({ ...this.request, refreshToken: this.refreshToken }, signal);
    this.take(tokens);
    // Stored before anything is done with the access token: a crash now must not leave the settings with a void one.
    await this.keepPending();
    return { accessToken: tokens.accessToken, fresh: true };
  }

  private take({ accessToken, lifetimeMs, refreshToken }: Tokens): void {
    this.token = { accessToken, endsAtMs: Date.now() + lifetimeMs };
    if (refreshToken) this.refreshToken = this.unkept = refreshToken;
  }

  private async keepPending(): Promise<void> {
    const pending = this.unkept;
    if (!pending || !this.keep) return;
    await this.keep(pending);
    if (this.unkept === pending) this.unkept = undefined;
  }
}

/** Token sources of the accounts of this process, shared by runs and checks. */
export class TokenSources {
  private readonly sources = new Map<string, TokenSource>();

  /** @returns undefined for an account with a password */
  of({ id, settings }: Pick<ChannelAccount<EmailSettings>, 'id' | 'settings'>): TokenSource | undefined {
    const { oauth } = settings;
    if (!oauth) return undefined;
    const known = this.sources.get(id);
    if (known?.serves(oauth)) return known;
    const preset = resolveAccess(settings)?.preset.oauth;
    const tokenUrl = oauth.tokenUrl ?? preset?.tokenUrl ?? '';
    // A provider's own scope belongs to its own address only; left out, the scope stays as it was granted.
    const source = new TokenSource(oauth, { tokenUrl, scope: oauth.scope, client: oauth });
    this.sources.set(id, source);
    return source;
  }
}
