import { Readable } from 'node:stream';
import { setTimeout as waiting } from 'node:timers/promises';
import { Controller, Delete, Get, Headers, HttpCode, Inject, Param, Res } from '@nestjs/common';
import { KEEP_MS } from '@tributary/event-log';
import { Access, ACTOR, ApiZod, Problem, pickLocale, type Actor } from '@tributary/platform';
import type { FastifyReply } from 'fastify';
import type { BatchDeps } from '../../batch/handle-batch.js';
import { BATCH_DEPS, LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Eraser } from '../../erasing/eraser.js';
import { erasePerson, NobodyToEraseError } from '../../erasing/erase-person.js';
import { findErasure, type Part } from '../../erasing/erasure.js';
import { isUuid } from '../fields.js';
import { exportPerson } from './export-person.js';
import { userOf } from '../leads/lead-actions.js';
import { survivorOf } from '../people/person-store.js';

/** The others' parts are waited for so long: below the door's patience. */
const WAIT_MS = 5_000;

/** How an erasure stands. */
export interface ErasedView {
  readonly id: string;
  readonly personId: string;
  readonly erasedAt: string;
  readonly contacts: number;
  readonly leads: number;
  /** Who has yet to erase its copies; it is asked again until it has. */
  readonly pending: readonly string[];
  /** When the last copy on the log is gone. */
  readonly lastLogCopyExpiresAt: string;
  readonly sentence: string;
}

const PART_NAMES: Readonly<Record<Part, Readonly<Record<'ru' | 'en', string>>>> = {
  intake: { ru: 'принятое вместе с файлами', en: 'what was taken in, with its files' },
  notifier: { ru: 'уведомления', en: 'notices' },
  file: { ru: 'запись в файле надгробий', en: 'the line in the file of tombstones' },
};

function named(parts: readonly Part[], language: 'ru' | 'en'): string {
  return parts.map((part) => PART_NAMES[part][language]).join(', ');
}

const SAYS = {
  ru: (at: string, pending: readonly Part[]) => `Человек стёрт${pending.length > 0 ? ` здесь; ещё не сделано: ${named(pending, 'ru')}. Это повторяется само, пока не удастся` : ''}. Последние копии в журнале исчезнут не позже ${at}. В резервных копиях он есть, пока они хранятся; при восстановлении его сотрёт файл надгробий.`,
  en: (at: string, pending: readonly Part[]) => `The person is erased${pending.length > 0 ? ` here; still to be done: ${named(pending, 'en')}. That is tried again by itself until it is done` : ''}. The last copies on the log are gone by ${at}. Backups hold the person for as long as they are kept; the file of tombstones erases it again when one is restored.`,
} as const;

/** A person's data: all of it for them, and none of it left. */
@Controller('api/v1/people/:id')
export class EraseController {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(BATCH_DEPS) private readonly batches: BatchDeps,
    @Inject(Eraser) private readonly eraser: Eraser,
  ) {}

  @Get('export')
  @Access('admin')
  @ApiZod({ summary: 'Everything that is kept of a person, as one JSON file' })
  async download(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const personId = await this.#find(id);
    await reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="person-${personId}.json"`)
      .header('cache-control', 'private, no-store')
      .send(Readable.from(exportPerson(this.deps.pool, personId)));
  }

  @Delete()
  @HttpCode(200)
  @Access('admin')
  @ApiZod({ summary: 'Erase a person for good, everywhere: replay, backfill and a restored backup bring nobody back, a later contact makes a new person' })
  async erase(@Param('id') id: string, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ErasedView> {
    const personId = await this.#find(id);
    try {
      const erasure = await erasePerson({ pool: this.deps.pool, tombstones: this.batches.tombstones }, personId, userOf(actor));
      // Large files take their time; what is pending then is told, and goes on.
      await Promise.race([this.eraser.run(), waiting(WAIT_MS, undefined, { ref: false })]);
      const after = await findErasure(this.deps.pool, erasure.id);
      const pending = after?.pending ?? [];
      const expires = new Date(erasure.erasedAt.getTime() + KEEP_MS).toISOString();
      return {
        id: erasure.id,
        personId,
        erasedAt: erasure.erasedAt.toISOString(),
        contacts: erasure.contactIds.length,
        leads: erasure.leadIds.length,
        pending,
        lastLogCopyExpiresAt: expires,
        sentence: SAYS[pickLocale(language)](expires, pending),
      };
    } catch (cause) {
      throw cause instanceof NobodyToEraseError ? new Problem(404, 'person-unknown', { cause }) : cause;
    }
  }

  async #find(id: string): Promise<string> {
    const personId = isUuid(id) ? await survivorOf(this.deps.pool, id) : undefined;
    const living = personId !== undefined && (await this.deps.pool.query('select from lead.person where id = $1 and erased_at is null', [personId])).rows.length > 0;
    if (personId === undefined || !living) throw new Problem(404, 'person-unknown');
    return personId;
  }
}
