import type { ChannelAccount } from '@tributary/channel';
import { resolveAccess } from '../settings/access.js';
import type { EmailSettings } from '../settings.js';
import { discover, type Discovered, type SetUpOptions } from './set-up.js';

/** Fills in the server of accounts that were set up from address and password alone; looks for each once in the life of the process. */
export class ServerFinder {
  private readonly found = new Map<string, Discovered>();

  constructor(private readonly options: SetUpOptions = {}) {}

  /** @returns settings whose access is known. @throws ConnectorError at `password` when a server was found and refuses, else at `host` */
  async settingsOf({ id, settings }: Pick<ChannelAccount<EmailSettings>, 'id' | 'settings'>, signal: AbortSignal): Promise<EmailSettings> {
    if (resolveAccess(settings)) return settings;
    const address = settings.address ?? settings.user;
    const key = `${id}\0${address}`;
    const server = this.found.get(key) ?? (await discover(address, settings.password ?? '', signal, this.options));
    this.found.set(key, server);
    return { ...settings, ...server, user: settings.address ? settings.user : server.user, address };
  }
}
