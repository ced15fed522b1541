import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { fromBinary } from '@bufbuild/protobuf';
import { ACTOR, Access, ApiZod, Problem, RequestBody, ValidBody, pickLocale, type Actor } from '@tributary/platform';
import { EnvelopeSchema } from '@tributary/proto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { conversationId } from '../../conversations/by-contacts.js';
import { findConversation } from '../../conversations/conversation-store.js';
import { ReplyBody, ReplyRequest, type ReplyDraft } from '../../conversations/reply-draft.js';
import { findReply, type ReplyRow } from '../../conversations/reply-store.js';
import { cannotReply, sendReply } from '../../conversations/send-reply.js';
import { settleReply } from '../../conversations/settle-reply.js';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { sendFile } from '../contacts/attachment-controller.js';
import { visibleContact } from '../contacts/contact-controller.js';
import { isUuid } from '../fields.js';
import { userOf, type Doer } from '../leads/lead-actions.js';
import { scopeOf } from '../scope.js';
import { requireReadable } from './visible-conversation.js';
import { showReply, type ReplyView } from './reply-view.js';

/** With files in Base64; channels take less. */
const MAX_BODY_BYTES = 30 * 1024 * 1024;
const Key = z.string().regex(/^[\x21-\x7e]{1,255}$/);
const Settling = z.strictObject({ sent: z.boolean() });

/** Answers to contacts, and what became of them. */
@Controller('api/v1')
export class ReplyController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Post('contacts/:id/reply')
  @HttpCode(202)
  @Access('manager')
  @RequestBody({ as: 'json', maxBytes: MAX_BODY_BYTES })
  @ApiZod({ summary: 'Answer a contact by the channel that it came by; with Idempotency-Key the same request again is the same reply', body: ReplyRequest })
  async reply(
    @Param('id') id: string,
    @ValidBody(ReplyBody) draft: ReplyDraft,
    @ACTOR() actor: Actor,
    @Headers('idempotency-key') key?: string,
    @Headers('accept-language') language?: string,
  ): Promise<ReplyView> {
    if (key !== undefined && !Key.safeParse(key).success) throw new Problem(422, 'validation-failed', { errors: [{ field: 'Idempotency-Key', code: 'format' }] });
    const doer: Doer = { actor, scope: await scopeOf(this.deps.pool, actor) };
    const contact = await visibleContact(this.deps, id, doer.scope);
    // A vote, a boost: it may stand in a chat that can be answered, and is itself nothing that an answer goes to.
    if (!fromBinary(EnvelopeSchema, contact.snapshot).reach) throw cannotReply('not-known', language);
    const order = { contactId: contact.id, conversationId: conversationId(contact.account_id, contact.conversation_id), draft, key, doer, language };
    // An old contact may be of a lead of theirs, and the customer somebody else's by now.
    const conversation = await findConversation(this.deps.pool, order.conversationId, userOf(actor));
    if (conversation) await requireReadable(this.deps.pool, doer.scope, conversation);
    const reply = await sendReply(this.deps, order);
    return showReply(reply, pickLocale(language));
  }

  @Get('replies/:id')
  @Access('manager')
  @ApiZod({ summary: 'One reply and what became of it' })
  async show(@Param('id') id: string, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ReplyView> {
    return showReply(await this.#visible(id, actor), pickLocale(language));
  }

  @Post('replies/:id/settle')
  @HttpCode(200)
  @Access('manager')
  @ApiZod({ summary: 'Say of a reply whose outcome is unknown whether it was sent', body: Settling })
  async settle(@Param('id') id: string, @ValidBody(Settling) { sent }: z.infer<typeof Settling>, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ReplyView> {
    await this.#visible(id, actor);
    return showReply(await settleReply(this.deps, id, sent, { actor, scope: await scopeOf(this.deps.pool, actor) }), pickLocale(language));
  }

  @Get('replies/:id/attachments/:sha256')
  @Access('manager')
  @ApiZod({ summary: 'Bytes of a file that was sent, for saving' })
  async download(@Param('id') id: string, @Param('sha256') sha256: string, @ACTOR() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const file = (await this.#visible(id, actor)).attachments.find((each) => each.sha256 === sha256);
    if (!file) throw new Problem(404, 'attachment-unknown');
    await sendFile(reply, this.deps.blobs, file);
  }

  /** @throws Problem 404, 403 */
  async #visible(id: string, actor: Actor): Promise<ReplyRow> {
    const reply = isUuid(id) ? await findReply(this.deps.pool, id) : undefined;
    const conversation = reply && (await findConversation(this.deps.pool, reply.conversation_id, userOf(actor)));
    // It may be erased between the two.
    if (!conversation) throw new Problem(404, 'reply-unknown');
    await requireReadable(this.deps.pool, await scopeOf(this.deps.pool, actor), conversation);
    return reply;
  }
}
