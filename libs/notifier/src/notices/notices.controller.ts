import { Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ACTOR, Access, type Actor, ApiZod, type Page, parsePage, Problem, toPage, ValidBody, ValidQuery } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { NOTIFIER_DEPS, type NotifierDeps } from '../deps.js';
import { MASK, type WayKind } from '../send/settings.js';
import { type DeliveryView, listDeliveries } from './delivery-list.js';
import { listNotices, type NoticeView } from './my-notices.js';
import { NoticeLoop } from './notice-loop.js';
import { NoticeOutbox, type TestResult } from './notice-outbox.js';
import { changedRecipient } from './recipient-change.js';
import { NewRecipient, type Recipient } from './recipient.js';
import { type KnownRecipient, RecipientStore } from './recipient-store.js';
import { availableWays, SenderStore } from './sender-store.js';

const PageQuery = z.strictObject({ limit: z.string().optional(), cursor: z.string().optional() });
type PageQuery = z.infer<typeof PageQuery>;
const NoticePosition = z.tuple([z.string().regex(/^\d{1,18}$/)]);
const DeliveryPosition = z.tuple([z.iso.datetime(), z.uuid()]);
const MANAGER_ID = /^[\w.:-]{1,100}$/;

/** A recipient as the API shows it: secrets masked. */
export type RecipientView = Omit<Recipient, 'ways'> & {
  readonly ways: readonly object[];
  /** Kinds of ways that the installation can send by. */
  readonly available: readonly WayKind[];
};

/** How managers are told of their leads. A manager has their own (`me`, or by id), administrators everybody's. */
@Controller('api/v1/notifications/:managerId')
export class NoticesController {
  constructor(
    @Inject(NOTIFIER_DEPS) private readonly deps: NotifierDeps,
    private readonly recipients: RecipientStore,
    private readonly senders: SenderStore,
    private readonly outbox: NoticeOutbox,
    private readonly loop: NoticeLoop,
  ) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'How a manager is told of leads, secrets masked; the usual for who never said anything' })
  async show(@Param('managerId') id: string, @ACTOR() actor: Actor): Promise<RecipientView> {
    return this.#view(await this.recipients.find(managerOf(id, actor)));
  }

  @Put()
  @Access('manager')
  @ApiZod({ summary: 'Sets how a manager is told of leads; a secret that is not sent, or sent masked, stays', body: NewRecipient })
  async change(@Param('managerId') id: string, @ACTOR() actor: Actor, @ValidBody(NewRecipient) input: NewRecipient): Promise<RecipientView> {
    const changed = changedRecipient(await this.recipients.find(managerOf(id, actor)), input);
    await inTransaction(this.deps.pool, (transaction) => this.recipients.save(transaction, changed));
    this.loop.wake();
    return this.#view(changed);
  }

  @Post('test')
  @Access('manager')
  @HttpCode(200)
  @ApiZod({ summary: 'Sends a test by each way now and says what came of it' })
  async test(@Param('managerId') id: string, @ACTOR() actor: Actor): Promise<{ items: TestResult[] }> {
    return { items: await this.outbox.test(await this.recipients.find(managerOf(id, actor))) };
  }

  @Get('deliveries')
  @Access('manager')
  @ApiZod({ summary: 'What was and will be sent to a manager, newest first', query: PageQuery })
  async deliveries(@Param('managerId') id: string, @ACTOR() actor: Actor, @ValidQuery(PageQuery) query: PageQuery): Promise<Page<DeliveryView>> {
    const { limit, cursor } = parsePage(query, DeliveryPosition);
    const rows = await listDeliveries(this.deps.pool, managerOf(id, actor), limit + 1, cursor);
    return toPage(rows, limit, ({ position, id: deliveryId }) => [position, deliveryId], ({ position: _, ...row }) => row);
  }

  @Get('notices')
  @Access('manager')
  @ApiZod({ summary: 'What a manager was told by name, newest first, by whatever way: the console shows it', query: PageQuery })
  async notices(@Param('managerId') id: string, @ACTOR() actor: Actor, @ValidQuery(PageQuery) query: PageQuery): Promise<Page<NoticeView>> {
    const { limit, cursor } = parsePage(query, NoticePosition);
    const { recipient } = await this.recipients.find(managerOf(id, actor));
    const rows = await listNotices(this.deps.pool, recipient, limit + 1, cursor?.[0]);
    return toPage(rows, limit, ({ seq }) => [seq], (row) => row);
  }

  async #view({ recipient, secrets }: KnownRecipient): Promise<RecipientView> {
    const ways = recipient.ways.map((way) => (way.kind === 'webhook' && secrets[way.url] !== undefined ? { ...way, secret: MASK } : way));
    return { ...recipient, ways, available: availableWays(await this.senders.read()) };
  }
}

/**
 * The manager of a path. Somebody else's is not there for whoever is no administrator.
 * @throws Problem 404
 */
function managerOf(id: string, { role, managerId }: Actor): string {
  if (id === 'me') {
    if (managerId === undefined) throw new Problem(404, 'not-a-manager');
    return managerId;
  }
  if (!MANAGER_ID.test(id) || (role !== 'admin' && id !== managerId)) throw new Problem(404, 'not-found');
  return id;
}
