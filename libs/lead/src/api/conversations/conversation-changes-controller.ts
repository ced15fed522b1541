import { Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ACTOR, Access, ApiZod, Problem, ValidBody, type Actor } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { pinConversation, type ConversationRow } from '../../conversations/conversation-store.js';
import { itemExists, noteIn, noteInConversation, type NewItem, type Work } from '../../conversations/items.js';
import { lockUnderLead } from '../../conversations/lock-readable.js';
import { markRead } from '../../conversations/seen.js';
import { ContactRaceError } from '../../batch/write-contacts.js';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Desk } from '../../desk/desk.js';
import { trying } from '../../merging/trying.js';
import { Paragraphs, Uuid } from '../fields.js';
import { transferLead, userOf, type Doer } from '../leads/lead-actions.js';
import { maySee } from '../scope.js';
import { requireManager } from '../staff/manager-store.js';
import { showConversation, type ConversationView } from './conversation-view.js';
import { visibleConversation } from './visible-conversation.js';

const Read = z.strictObject({ upTo: Uuid.optional() });
const Note = z.strictObject({ text: Paragraphs(10_000).refine((text) => text.trim() !== '', { params: { code: 'required' } }) });
const Whom = z.strictObject({ managerId: Uuid });
const WhomOrMe = z.strictObject({ managerId: Uuid.optional() });
const Pin = z.strictObject({ pinned: z.boolean() });
const Nothing = z.strictObject({});

/** What people do with a conversation besides answering. */
@Controller('api/v1/conversations/:id')
export class ConversationChangesController {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  @Post('read')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'You have seen it, all or up to an item', body: Read })
  async read(@Param('id') id: string, @ValidBody(Read) { upTo }: z.infer<typeof Read>, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ConversationView> {
    return this.#changed(id, actor, language, async () => {
      if (upTo !== undefined && !(await itemExists(this.deps.pool, id, upTo))) throw new Problem(422, 'validation-failed', { errors: [{ field: 'upTo', code: 'unknown-item' }] });
      await markRead(this.deps.pool, id, userOf(actor), upTo);
    });
  }

  @Post('note')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'A note that only colleagues see', body: Note })
  async note(@Param('id') id: string, @ValidBody(Note) { text }: z.infer<typeof Note>, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ConversationView> {
    return this.#changed(id, actor, language, (doer) => this.#note(id, doer, { kind: 'note', text }));
  }

  @Post('invite')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'A colleague sees it and may answer, without having the lead', body: Whom })
  async invite(@Param('id') id: string, @ValidBody(Whom) { managerId }: z.infer<typeof Whom>, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ConversationView> {
    return this.#changed(id, actor, language, async (doer) => {
      await requireManager(this.deps.pool, managerId, 'managerId');
      await this.#note(id, doer, { kind: 'event', event: 'joined', managerId }, async (tx) =>
        (await tx.query('insert into lead.participant (conversation_id, manager_id) values ($1, $2) on conflict do nothing', [id, managerId])).rowCount === 1);
    });
  }

  @Post('leave')
  @HttpCode(204)
  @Access('manager')
  @ApiZod({ summary: 'You, or a colleague whom you name, no longer take part', body: WhomOrMe })
  async leave(@Param('id') id: string, @ValidBody(WhomOrMe) body: z.infer<typeof WhomOrMe>, @ACTOR() actor: Actor): Promise<void> {
    const { doer } = await visibleConversation(this.deps.pool, id, actor);
    const managerId = body.managerId ?? doer.scope.managerId;
    if (managerId === undefined) throw new Problem(422, 'validation-failed', { errors: [{ field: 'managerId', code: 'required' }] });
    await this.#note(id, doer, { kind: 'event', event: 'left', managerId }, async (tx, _at, row) => {
      // Who was invited can go; others can be sent away by whoever has the lead.
      if (managerId !== doer.scope.managerId && !hasIt(row, doer)) throw new Problem(403, 'forbidden');
      return (await tx.query('delete from lead.participant where conversation_id = $1 and manager_id = $2', [id, managerId])).rowCount === 1;
    });
  }

  @Post('transfer')
  @HttpCode(204)
  @Access('manager')
  @ApiZod({ summary: 'Give its lead to another manager', body: Whom })
  async transfer(@Param('id') id: string, @ValidBody(Whom) { managerId }: z.infer<typeof Whom>, @ACTOR() actor: Actor): Promise<void> {
    await trying(() => this.#transfer(id, managerId, actor));
    this.desk.wake();
  }

  @Post('finish')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'Done for now; the customer’s next message opens it again', body: Nothing })
  async finish(@Param('id') id: string, @ValidBody(Nothing) _body: object, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ConversationView> {
    return this.#changed(id, actor, language, (doer) => this.#note(id, doer, { kind: 'event', event: 'finished' }, async (tx, at) =>
      (await tx.query('update lead.conversation set finished_at = $2 where id = $1 and finished_at is null', [id, at])).rowCount === 1));
  }

  @Post('reopen')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'Not done after all', body: Nothing })
  async reopen(@Param('id') id: string, @ValidBody(Nothing) _body: object, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ConversationView> {
    return this.#changed(id, actor, language, (doer) => this.#note(id, doer, { kind: 'event', event: 'reopened' }, async (tx) =>
      (await tx.query('update lead.conversation set finished_at = null where id = $1 and finished_at is not null', [id])).rowCount === 1));
  }

  @Post('pin')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'On top of your own list, or no longer', body: Pin })
  async pin(@Param('id') id: string, @ValidBody(Pin) { pinned }: z.infer<typeof Pin>, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ConversationView> {
    return this.#changed(id, actor, language, async () => {
      await pinConversation(this.deps.pool, id, userOf(actor), pinned);
    });
  }

  async #transfer(id: string, managerId: string, actor: Actor): Promise<void> {
    const { row: { lead_id: leadId }, doer } = await visibleConversation(this.deps.pool, id, actor);
    if (leadId === null) throw new Problem(409, 'conversation-without-lead');
    await transferLead(this.deps, leadId, managerId, doer, async (tx, lead, at) => {
      // Whether they may was asked of the lead, which is another's by now.
      const held = await lockUnderLead(tx, id, userOf(actor), lead);
      if (held && held.row.lead_id !== leadId) throw new ContactRaceError('the customer has another lead since');
      if (held) await noteIn(tx, this.deps.logWriter, held, doer, { kind: 'event', event: 'transferred', managerId }, at);
    });
  }

  #note(id: string, doer: Doer, item: NewItem, work?: Work): Promise<void> {
    return trying(() => inTransaction(this.deps.pool, (tx) => noteInConversation(tx, this.deps.logWriter, id, doer, item, work)));
  }

  async #changed(id: string, actor: Actor, language: string | undefined, work: (doer: Doer) => Promise<void>): Promise<ConversationView> {
    const { doer } = await visibleConversation(this.deps.pool, id, actor);
    await work(doer);
    return showConversation((await visibleConversation(this.deps.pool, id, actor)).row, language);
  }
}

function hasIt({ lead_id, manager_id, lead_status }: ConversationRow, { scope }: Doer): boolean {
  return scope.all || (lead_id !== null && maySee(scope, { managerId: manager_id, status: lead_status ?? '' }));
}
