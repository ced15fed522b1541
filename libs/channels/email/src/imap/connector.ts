import { setTimeout as delay } from 'node:timers/promises';
import { ConnectorError } from '@tributary/channel';
import type { TokenSource } from '../oauth/token-source.js';
import { type Access, resolveAccess } from '../settings/access.js';
import type { EmailSettings } from '../settings.js';
import { Mailbox, type SignIn } from './mailbox.js';
import type { Timing } from './timing.js';

/** Makes connections to one mailbox. */
export class Connector {
  readonly access: Access;

  constructor(
    private readonly settings: EmailSettings,
    private readonly tokens: TokenSource | undefined,
    private readonly timing: Timing,
    private readonly signal: AbortSignal,
  ) {
    this.access = accessOf(settings);
  }

  /** @throws ConnectorError */
  async connect(): Promise<Mailbox> {
    if (!this.tokens) return this.open({ user: this.settings.user, pass: this.settings.password ?? '' });
    const { accessToken, fresh } = await this.tokens.current(this.signal);
    try {
      return await this.open({ user: this.settings.user, accessToken });
    } catch (error) {
      // A token may be withdrawn before its time: one that was just issued and refused means more.
      if (fresh || !(error instanceof ConnectorError) || error.code !== 'token-refused') throw error;
      const renewed = await this.tokens.renew(this.signal);
      return this.open({ user: this.settings.user, accessToken: renewed.accessToken });
    }
  }

  private open(signIn: SignIn): Promise<Mailbox> {
    return Mailbox.open({ access: this.access, tls: this.settings.tls, proxy: this.settings.proxy, signIn, timing: this.timing, signal: this.signal });
  }
}

function accessOf(settings: EmailSettings): Access {
  const access = resolveAccess(settings);
  if (access) return access;
  throw new ConnectorError('credentials', {
    code: 'host-missing',
    field: 'host',
    detail: { ru: 'Сервер для этого адреса неизвестен: укажите его.', en: 'The server of this address is not known: name it.' },
  });
}

/** Waits; returns at once when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
