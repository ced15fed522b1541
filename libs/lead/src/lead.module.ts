import { join } from 'node:path';
import { HttpAdapterHost } from '@nestjs/core';
import { Inject, Injectable, Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { AttachmentController } from './api/contacts/attachment-controller.js';
import { HtmlController } from './api/contacts/html-controller.js';
import { ContactController } from './api/contacts/contact-controller.js';
import { Notices } from './api/contacts/notices.js';
import { ToldController } from './api/contacts/told-controller.js';
import { EraseController } from './api/erasing/erase-controller.js';
import { CompanyController } from './api/companies/company-controller.js';
import { CannedAnswerController } from './api/conversations/canned-answer-controller.js';
import { ConversationChangesController } from './api/conversations/conversation-changes-controller.js';
import { ConversationController } from './api/conversations/conversation-controller.js';
import { ReplyController } from './api/conversations/reply-controller.js';
import { CustodyController } from './api/custody-controller.js';
import { ExportController } from './api/export-controller.js';
import { LeadController } from './api/leads/lead-controller.js';
import { MergeController } from './api/people/merge-controller.js';
import { PersonChangesController } from './api/people/person-changes-controller.js';
import { PersonController } from './api/people/person-controller.js';
import { SharedIdentityController } from './api/identities/shared-controller.js';
import { RecordController } from './api/quarantine/record-controller.js';
import { CalendarController } from './api/staff/calendar-controller.js';
import { DepartmentController } from './api/staff/department-controller.js';
import { RoutingController } from './api/routing/routing-controller.js';
import { SimulateController } from './api/routing/simulate-controller.js';
import { DeskController } from './api/leads/desk-controller.js';
import { LineController } from './api/staff/line-controller.js';
import { ManagerController } from './api/staff/manager-controller.js';
import { QueueController } from './api/staff/queue-controller.js';
import { sumUpOldMinutes } from './accounting/lead-stats.js';
import { SuggestionController } from './api/suggestions/suggestion-controller.js';
import { TaskController } from './api/tasks/task-controller.js';
import { StatsController } from './api/stats-controller.js';
import type { BatchDeps } from './batch/handle-batch.js';
import { TOMBSTONES_PURPOSE, Tombstones } from './batch/tombstones.js';
import { ReceiptConsumer } from './conversations/receipt-consumer.js';
import { Consumers } from './consume/consumers.js';
import { Desk } from './desk/desk.js';
import { eraseAgain } from './erasing/erase-again.js';
import { Eraser } from './erasing/eraser.js';
import { otherServices } from './erasing/other-services.js';
import { TombstoneFile } from './erasing/tombstone-file.js';
import { ownAddress } from './http/own-address.js';
import { BATCH_DEPS, LEAD_DEPS, type LeadDeps } from './deps.js';
import { Sweeper } from './likeness/sweeper.js';
import { AutoMerger } from './suggestions/auto-merger.js';
import { pipelinedPool } from './sql/pipelined-pool.js';

/** Live, bulk, and leads entered by hand: none waits for the other's connection. */
const BATCH_CONNECTIONS = 3;
const SUM_UP_EVERY_MS = 60 * 60 * 1000;

/** The lead service: reads contacts from the log, finds their persons, opens leads and gives them to managers. */
export function leadModule(deps: LeadDeps): DynamicModule {
  const batches: BatchDeps = {
    pool: pipelinedPool(deps.pool, BATCH_CONNECTIONS),
    logWriter: deps.logWriter,
    tombstones: new Tombstones(deps.secrets.derive(TOMBSTONES_PURPOSE)),
  };
  deps.runtime.onStop(() => batches.pool.end());
  const sums = setInterval(() => {
    sumUpOldMinutes(deps.pool).catch((err: unknown) => deps.runtime.log.warn({ err }, 'old minutes could not be summed up'));
  }, SUM_UP_EVERY_MS);
  deps.runtime.onStop(() => clearInterval(sums));
  const merger = new AutoMerger(deps.runtime, deps);
  const desk = new Desk(deps.runtime, deps);
  new Sweeper(deps.runtime, deps.pool);
  const file = new TombstoneFile(join(deps.runtime.config.dataDir, 'tombstones'));
  return {
    module: LeadModule,
    controllers: [
      AttachmentController,
      HtmlController,
      CalendarController,
      CannedAnswerController,
      ContactController,
      CompanyController,
      ConversationChangesController,
      ConversationController,
      CustodyController,
      DepartmentController,
      DeskController,
      EraseController,
      ExportController,
      LeadController,
      LineController,
      ManagerController,
      MergeController,
      PersonChangesController,
      PersonController,
      QueueController,
      RecordController,
      ReplyController,
      RoutingController,
      SimulateController,
      SharedIdentityController,
      StatsController,
      SuggestionController,
      TaskController,
      ToldController,
    ],
    providers: [
      { provide: LEAD_DEPS, useValue: deps },
      { provide: BATCH_DEPS, useValue: batches },
      { provide: Desk, useValue: desk },
      {
        provide: Consumers,
        inject: [Eraser],
        useFactory: (eraser: Eraser) => new Consumers(deps.runtime, deps.logReader, batches, { onBridged: merger.wake, onStopped: () => void eraser.run(), onWaiting: desk.wake }),
      },
      {
        provide: Eraser,
        inject: [HttpAdapterHost],
        useFactory: (host: HttpAdapterHost) => new Eraser(deps.runtime, deps.pool, otherServices(deps.runtime, () => ownAddress(host)), file),
      },
      { provide: TombstoneFile, useValue: file },
      { provide: ReceiptConsumer, useValue: new ReceiptConsumer(deps.runtime, deps) },
      Notices,
      Reading,
    ],
  };
}

/** Begins to read the log when everything stands, and nobody is there who was erased. */
@Injectable()
class Reading implements OnApplicationBootstrap {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(BATCH_DEPS) private readonly batches: BatchDeps,
    @Inject(TombstoneFile) private readonly file: TombstoneFile,
    @Inject(Consumers) private readonly consumers: Consumers,
    @Inject(ReceiptConsumer) private readonly receipts: ReceiptConsumer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { pool, runtime } = this.deps;
    const again = await eraseAgain({ pool, tombstones: this.batches.tombstones }, this.file);
    if (again > 0) runtime.log.warn({ again }, 'erased again who came back with a restored backup');
    await Promise.all([this.consumers.start(), this.receipts.start()]);
  }
}

@Module({})
class LeadModule {}
