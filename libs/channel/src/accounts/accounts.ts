import { cleanName, truncate } from '@tributary/contact';
import { Problem, type Locale } from '@tributary/platform';
import { v7 as uuidV7 } from 'uuid';
import type { Channel } from '../channel.js';
import { ConnectorError } from '../pull.js';
import '../texts.js';
import { type Account, runAccount } from './account.js';
import { type AccountChange, type NewAccount, refuseFaults, settingFaults, takeCommon } from './account-input.js';
import { AccountConflictError, type AccountStore } from './account-store.js';
import { movedSecrets } from './moved-secrets.js';
import { changeSettings } from './secret-settings.js';
import { withinLimit } from './within-limit.js';

const DEFAULT_LINE = 'main';
const DEFAULT_REGION = 'RU';
const RETRY_AFTER_MS = 60_000;
const NAME_LIMIT_MS = 5_000;
const MOST_NAME = 200;

/** What administrators do with accounts. */
export class Accounts {
  constructor(
    private readonly store: AccountStore,
    private readonly channels: { channel(name: string): Channel | undefined },
  ) {}

  /**
   * @throws Problem 422  unknown channel, or wrong settings, each named; also what the provider said when it had to be asked
   * @throws Problem 503  the provider had to be asked and can't answer now
   */
  async create(input: NewAccount, locale: Locale): Promise<Account> {
    const channel = this.channelOf(input);
    let called: string | undefined;
    const account = await withinLimit((signal) => this.draft(input, channel, locale, signal, (name) => (called = name))).catch((error: unknown) => {
      throw error instanceof ConnectorError ? refusedSetUp(error, locale) : error;
    });
    const named = input.name === undefined ? { ...account, name: shortName(called ?? (await nameOf(account, channel))) || account.name } : account;
    await this.store.insert(named);
    return named;
  }

  /** @throws Problem 422  no such channel */
  channelOf(input: Pick<NewAccount, 'channel'>): Channel {
    const channel = this.channels.channel(input.channel);
    if (!channel) throw new Problem(422, 'validation-failed', { errors: [{ field: 'channel', code: 'unknown-channel' }] });
    return channel;
  }

  /**
   * The account that would be created; nothing is stored. What was left out and can be found out is filled in.
   * @throws Problem 422  wrong settings, each named
   * @param called  as `Channel.complete` has it
   * @throws ConnectorError  something had to be found out and was not
   */
  async draft(input: NewAccount, channel: Channel, locale: Locale, signal: AbortSignal, called?: (name: string) => void): Promise<Account> {
    const { common, own } = takeCommon(input.settings);
    // A mask that comes without anything stored under it is no secret.
    const sent = changeSettings({}, own, channel.settings);
    const settings = channel.complete ? await channel.complete(sent, signal, called) : sent;
    refuseFaults(settingFaults(channel, settings, locale));
    return {
      id: uuidV7(),
      channel: channel.name,
      name: input.name ?? channel.title[locale],
      line: input.line ?? common.line ?? DEFAULT_LINE,
      defaultRegion: common.defaultRegion ?? DEFAULT_REGION,
      settings,
      createdAt: new Date(),
    };
  }

  /** @throws Problem 404, 409 `account-conflict`, 422 */
  async change(id: string, input: AccountChange, locale: Locale): Promise<Account> {
    const changed = await this.#update(id, (account) => this.changed(account, input, locale));
    if (!changed) throw new Problem(404, 'not-found');
    return changed;
  }

  /**
   * The account as it would be; nothing is stored.
   * @throws Problem 422  wrong settings, or a secret that has to be given again, each named
   */
  changed(account: Account, input: AccountChange, locale: Locale): Account {
    const { common, own } = takeCommon(input.settings);
    const channel = this.channels.channel(account.channel);
    if (!channel) throw new Problem(409, 'capability-not-available', { params: { channel: account.channel, capability: 'settings' } });
    const settings = changeSettings(account.settings, own, channel.settings);
    const moved = movedSecrets(channel.settings, account.settings, settings, own);
    refuseFaults([...moved.map((path) => ({ field: ['settings', ...path].join('.'), code: 'secret-needed-again' })), ...settingFaults(channel, settings, locale)]);
    return {
      ...account,
      name: input.name ?? account.name,
      line: input.line ?? common.line ?? account.line,
      defaultRegion: common.defaultRegion ?? account.defaultRegion,
      settings,
    };
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

/** As the provider names it, if it says so soon; an account stands without it. */
async function nameOf(account: Account, channel: Channel): Promise<string> {
  try {
    return (await withinLimit(async (signal) => channel.called?.(runAccount(account, channel).account, signal), NAME_LIMIT_MS)) ?? '';
  } catch {
    return '';
  }
}

function shortName(name: string): string {
  return truncate(cleanName(name), MOST_NAME);
}

/** The provider had to be asked: what it said stands at its setting; when no setting is wrong, it may be tried again. */
function refusedSetUp(error: ConnectorError, locale: Locale): Problem {
  const { failureClass, code, field, retryAfterMs, detail: { [locale]: detail } } = error;
  if (field) return new Problem(422, 'validation-failed', { errors: [{ field: `settings.${field}`, code, detail }], cause: error });
  if (failureClass === 'credentials') return new Problem(422, 'set-up-failed', { detail, cause: error });
  const headers = { 'retry-after': String(Math.ceil((retryAfterMs ?? RETRY_AFTER_MS) / 1000)) };
  return new Problem(503, 'set-up-failed', { detail, headers, cause: error });
}
