import { Problem, type Locale } from '@tributary/platform';
import { v7 as uuidV7 } from 'uuid';
import type { Channel } from '../channel.js';
import '../texts.js';
import type { Account } from './account.js';
import { type AccountChange, checkSettings, type NewAccount, takeCommon } from './account-input.js';
import { AccountConflictError, type AccountStore } from './account-store.js';
import { changeSettings, secretPaths } from './secret-settings.js';

const DEFAULT_LINE = 'main';
const DEFAULT_REGION = 'RU';

/** What administrators do with accounts. */
export class Accounts {
  constructor(
    private readonly store: AccountStore,
    private readonly channels: { channel(name: string): Channel | undefined },
  ) {}

  /** @throws Problem 422  unknown channel, or wrong settings, each named */
  async create(input: NewAccount, locale: Locale): Promise<Account> {
    const { account } = this.draft(input, locale);
    await this.store.insert(account);
    return account;
  }

  /**
   * The account that would be created; nothing is stored.
   * @throws Problem 422  unknown channel, or wrong settings, each named
   */
  draft(input: NewAccount, locale: Locale): { account: Account; channel: Channel } {
    const channel = this.channels.channel(input.channel);
    if (!channel) throw new Problem(422, 'validation-failed', { errors: [{ field: 'channel', code: 'unknown-channel' }] });
    const { common, own } = takeCommon(input.settings);
    // A mask that comes without anything stored under it is no secret.
    const settings = changeSettings({}, own, secretPaths(channel.settings));
    checkSettings(channel, settings);
    const account: Account = {
      id: uuidV7(),
      channel: channel.name,
      name: input.name ?? channel.title[locale],
      line: input.line ?? common.line ?? DEFAULT_LINE,
      defaultRegion: common.defaultRegion ?? DEFAULT_REGION,
      settings,
      createdAt: new Date(),
    };
    return { account, channel };
  }

  /** @throws Problem 404, 409 `account-conflict`, 422 */
  async change(id: string, input: AccountChange): Promise<Account> {
    const { common, own } = takeCommon(input.settings);
    const changed = await this.#update(id, (account) => {
      const channel = this.channels.channel(account.channel);
      if (!channel) throw new Problem(409, 'capability-not-available', { params: { channel: account.channel, capability: 'settings' } });
      const settings = changeSettings(account.settings, own, secretPaths(channel.settings));
      checkSettings(channel, settings);
      return {
        ...account,
        name: input.name ?? account.name,
        line: input.line ?? common.line ?? account.line,
        defaultRegion: common.defaultRegion ?? account.defaultRegion,
        settings,
      };
    });
    if (!changed) throw new Problem(404, 'not-found');
    return changed;
  }

  /** @throws Problem 404 */
  async get(id: string): Promise<Account> {
    const account = await this.store.find(id);
    if (!account) throw new Problem(404, 'not-found');
    return account;
  }

  /** @throws Problem 404 */
  async delete(id: string): Promise<void> {
    if (!(await this.store.delete(id))) throw new Problem(404, 'not-found');
  }

  async #update(id: string, change: (account: Account) => Account): Promise<Account | undefined> {
    try {
      return await this.store.update(id, change);
    } catch (cause) {
      if (cause instanceof AccountConflictError) throw new Problem(409, 'account-conflict', { cause });
      throw cause;
    }
  }
}
