import { randomUUID } from 'node:crypto';
import { Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody } from '@tributary/platform';
import { validate } from 'uuid';
import { NOTIFIER_DEPS, type NotifierDeps } from '../deps.js';
import { SendError } from '../send/errors.js';
import { send } from '../send/send.js';
import { testMessage } from './message.js';
import { noteFailure, noteSuccess } from './outbox.js';
import { NewTarget, type Target, TargetChange } from './target.js';
import { changedTarget } from './target-change.js';
import { TargetStore, type TargetView } from './target-store.js';

/** What a test came to. */
export type TestAnswer = { readonly ok: true } | { readonly ok: false; readonly detail: string };

/** Where alarms go. */
@Controller('api/v1/alarm-targets')
export class TargetsController {
  constructor(
    private readonly targets: TargetStore,
    @Inject(NOTIFIER_DEPS) private readonly deps: NotifierDeps,
  ) {}

  @Get()
  @Access('operator')
  @ApiZod({ summary: 'Where alarms go, secrets masked, and how sending went' })
  async list(): Promise<{ items: TargetView[]; nextCursor: null }> {
    return { items: await this.targets.views(), nextCursor: null };
  }

  @Post()
  @Access('admin')
  @ApiZod({ summary: 'Adds a target: a mail address, a Telegram chat, a webhook', body: NewTarget })
  async create(@ValidBody(NewTarget) input: NewTarget): Promise<TargetView> {
    return this.#view(await this.targets.insert(input));
  }

  @Patch(':id')
  @Access('admin')
  @ApiZod({ summary: 'Changes a target; what is not sent, or sent masked, stays', body: TargetChange })
  async change(@Param('id') id: string, @ValidBody(TargetChange) input: TargetChange): Promise<TargetView> {
    await this.targets.update(changedTarget(await this.#find(id), input));
    return this.#view(id);
  }

  @Delete(':id')
  @Access('admin')
  @HttpCode(204)
  @ApiZod({ summary: 'Removes a target and its secret' })
  async delete(@Param('id') id: string): Promise<void> {
    if (!validate(id) || !(await this.targets.delete(id))) throw new Problem(404, 'not-found');
  }

  @Post(':id/test')
  @Access('admin')
  @HttpCode(200)
  @ApiZod({ summary: 'Sends a test now and says what came of it' })
  async test(@Param('id') id: string): Promise<TestAnswer> {
    const target = await this.#find(id);
    const { pool, runtime } = this.deps;
    try {
      await send(target, testMessage(randomUUID(), target.locale), runtime.config.privateTargets);
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      await noteFailure(pool, id, error);
      return { ok: false, detail: error.message };
    }
    await noteSuccess(pool, id);
    return { ok: true };
  }

  async #find(id: string): Promise<Target> {
    const target = validate(id) ? await this.targets.find(id) : undefined;
    if (!target) throw new Problem(404, 'not-found');
    return target;
  }

  async #view(id: string): Promise<TargetView> {
    const view = await this.targets.view(id);
    if (!view) throw new Problem(404, 'not-found');
    return view;
  }
}
