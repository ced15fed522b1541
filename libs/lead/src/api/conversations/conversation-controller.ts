import { Controller, Get, Headers, Inject, Param } from '@nestjs/common';
import { ACTOR, Access, ApiZod, ValidQuery, encodeCursor, parsePage, toPage, type Actor, type Page } from '@tributary/platform';
import { z } from 'zod';
import { listConversations } from '../../conversations/conversation-store.js';
import { listItems } from '../../conversations/items.js';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Search, Uuid, pageFields } from '../fields.js';
import { userOf } from '../leads/lead-actions.js';
import { scopeOf } from '../scope.js';
import { showConversation, showItems, type ConversationView, type ItemView } from './conversation-view.js';
import { visibleConversation } from './visible-conversation.js';

const Flag = z.enum(['true', 'false']).transform((said) => said === 'true');
const ConversationQuery = z.strictObject({
  ...pageFields,
  managerId: z.union([z.literal('me'), Uuid]).optional(),
  channel: Search.optional(),
  personId: Uuid.optional(),
  leadId: Uuid.optional(),
  unread: Flag.optional(),
  finished: Flag.optional(),
  q: Search.optional(),
});
type ConversationQuery = z.infer<typeof ConversationQuery>;

const ItemQuery = z.strictObject(pageFields);
const Position = z.tuple([z.int().min(0).max(1), z.iso.datetime(), z.int(), z.uuid()]);
const ItemPosition = z.tuple([z.iso.datetime(), z.int(), z.uuid()]);

/** Conversations, and what is in them. Who may see the lead may see its conversations, and so may who was invited. */
@Controller('api/v1/conversations')
export class ConversationController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Conversations, newest first, those that you pinned on top', query: ConversationQuery })
  async list(@ValidQuery(ConversationQuery) query: ConversationQuery, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<Page<ConversationView>> {
    const { limit, cursor } = parsePage(query, Position);
    const scope = await scopeOf(this.deps.pool, actor);
    if (query.managerId === 'me' && scope.managerId === undefined) return { items: [], nextCursor: null };
    const managerId = query.managerId === 'me' ? scope.managerId : query.managerId;
    const after = cursor && { pinned: cursor[0] === 1, lastAt: cursor[1], position: cursor[2], id: cursor[3] };
    const { rows, lookedTo } = await listConversations(this.deps.pool, scope, userOf(actor), { ...query, managerId }, { limit: limit + 1, after });
    const page = toPage(rows, limit, (row) => [row.pinned_at === null ? 0 : 1, row.last_at.toISOString(), Number(row.last_position), row.id], (row) => showConversation(row, language));
    return { ...page, nextCursor: page.nextCursor ?? (lookedTo ? encodeCursor([lookedTo.pinned ? 1 : 0, lookedTo.lastAt, lookedTo.position, lookedTo.id]) : null) };
  }

  @Get(':id')
  @Access('manager')
  @ApiZod({ summary: 'One conversation' })
  async show(@Param('id') id: string, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<ConversationView> {
    return showConversation((await visibleConversation(this.deps.pool, id, actor)).row, language);
  }

  @Get(':id/items')
  @Access('manager')
  @ApiZod({ summary: 'What is in a conversation, newest first: contacts, replies, notes, events', query: ItemQuery })
  async items(@Param('id') id: string, @ValidQuery(ItemQuery) query: z.infer<typeof ItemQuery>, @ACTOR() actor: Actor, @Headers('accept-language') language?: string): Promise<Page<ItemView>> {
    const { limit, cursor } = parsePage(query, ItemPosition);
    await visibleConversation(this.deps.pool, id, actor);
    const rows = await listItems(this.deps.pool, id, { limit: limit + 1, before: cursor });
    const { nextCursor, items } = toPage(rows, limit, (row) => [row.at.toISOString(), Number(row.position), row.id], (row) => row);
    return { items: await showItems(this.deps.pool, items, language), nextCursor };
  }
}
