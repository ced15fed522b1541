import { Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Req } from '@nestjs/common';
import { Access, ApiZod, pickLocale, Problem, RUNTIME, type Runtime, ValidBody, ValidQuery, parsePage, toPage } from '@tributary/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Account, AccountFaultError, runAccount, type RunningAccount } from '../accounts/account.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountChange, NewAccount } from '../accounts/account-input.js';
import { AccountStore } from '../accounts/account-store.js';
import { type AccountView, showAccount } from '../accounts/account-view.js';
import { Accounts } from '../accounts/accounts.js';
import { type CheckAnswer, checkAccount, checkDraft } from '../accounts/check-account.js';
import type { Channel } from '../channel.js';
import { uuidOr404 } from './ids.js';

const ListQuery = z.strictObject({ limit: z.string().optional(), cursor: z.string().optional() });
const CursorPosition = z.tuple([z.iso.datetime(), z.uuid()]);

@Controller('api/v1/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly store: AccountStore,
    private readonly directory: AccountDirectory,
    @Inject(RUNTIME) private readonly runtime: Runtime,
  ) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'Accounts, newest first', query: ListQuery })
  async list(@ValidQuery(ListQuery) query: z.infer<typeof ListQuery>) {
    const { limit, cursor } = parsePage(query, CursorPosition);
    const accounts = await this.store.list(limit + 1, cursor);
    return toPage(accounts, limit, ({ createdAt, id }) => [createdAt.toISOString(), id], (account) => this.#show(account));
  }

  @Post()
  @Access('admin')
  @ApiZod({ summary: 'Adds an account of a channel', body: NewAccount })
  async create(@ValidBody(NewAccount) input: NewAccount, @Req() request: FastifyRequest): Promise<AccountView> {
    return this.#show(await this.accounts.create(input, pickLocale(request.headers['accept-language'])));
  }

  @Get(':id')
  @Access('operator')
  @ApiZod({ summary: 'One account, secrets masked' })
  async get(@Param('id') id: string): Promise<AccountView> {
    return this.#show(await this.accounts.get(uuidOr404(id)));
  }

  @Patch(':id')
  @Access('admin')
  @ApiZod({ summary: 'Changes an account; what is not sent, or sent masked, stays', body: AccountChange })
  async change(@Param('id') id: string, @ValidBody(AccountChange) input: AccountChange, @Req() request: FastifyRequest): Promise<AccountView> {
    return this.#show(await this.accounts.change(uuidOr404(id), input, pickLocale(request.headers['accept-language'])));
  }

  @Delete(':id')
  @Access('admin')
  @HttpCode(204)
  @ApiZod({ summary: 'Removes an account and its secrets; its contacts stay' })
  delete(@Param('id') id: string): Promise<void> {
    return this.accounts.delete(uuidOr404(id));
  }

  @Post('check')
  @Access('admin')
  @HttpCode(200)
  @ApiZod({ summary: 'Tries the credentials of an account that is not saved yet', body: NewAccount })
  checkDraft(@ValidBody(NewAccount) input: NewAccount, @Req() request: FastifyRequest): Promise<CheckAnswer> {
    const locale = pickLocale(request.headers['accept-language']);
    const channel = this.accounts.channelOf(input);
    return checkDraft(channel, input.settings, (signal) => this.accounts.draft(input, channel, locale, signal), { locale, log: this.runtime.log });
  }

  @Post(':id/check')
  @Access('admin')
  @HttpCode(200)
  @ApiZod({ summary: "Tries an account's credentials; with a body as they would be after that change. One that waits goes on when it works", body: AccountChange })
  async check(@Param('id') id: string, @ValidBody(AccountChange) input: AccountChange, @Req() request: FastifyRequest): Promise<CheckAnswer> {
    const stored = await this.accounts.get(uuidOr404(id));
    const channel = this.directory.channel(stored.channel);
    if (!channel) throw new Problem(409, 'capability-not-available', { params: { channel: stored.channel, capability: 'check' } });
    const locale = pickLocale(request.headers['accept-language']);
    const changes = Object.keys(input.settings).length > 0;
    const account = changes ? this.accounts.changed(stored, input, locale) : stored;
    const answer = await checkAccount(this.#run(account, channel), { locale, log: this.runtime.log });
    if (answer.ok && !changes) await this.store.endWait(stored.id);
    return answer;
  }

  #run(account: Account, channel: Channel): RunningAccount {
    try {
      return runAccount(account, channel);
    } catch (cause) {
      if (cause instanceof AccountFaultError) throw new Problem(409, 'account-faulty', { cause });
      throw cause;
    }
  }

  #show(account: Account): AccountView {
    return showAccount(account, this.directory.channel(account.channel), this.runtime.config.publicUrl);
  }
}
