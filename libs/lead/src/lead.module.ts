import { Inject, Injectable, Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { AttachmentController } from './api/contacts/attachment-controller.js';
import { ContactController } from './api/contacts/contact-controller.js';
import { Notices } from './api/contacts/notices.js';
import { LeadController } from './api/leads/lead-controller.js';
import { PersonController } from './api/people/person-controller.js';
import { LineController } from './api/staff/line-controller.js';
import { ManagerController } from './api/staff/manager-controller.js';
import { QueueController } from './api/staff/queue-controller.js';
import { StatsController } from './api/stats-controller.js';
import { Tombstones } from './batch/tombstones.js';
import { Consumers } from './consume/consumers.js';
import { LEAD_DEPS, type LeadDeps } from './deps.js';

/** The lead service: reads contacts from the log, finds their persons, opens leads and gives them to managers. */
export function leadModule(deps: LeadDeps): DynamicModule {
  const tombstones = new Tombstones(deps.secrets.derive('tombstones'));
  return {
    module: LeadModule,
    controllers: [
      AttachmentController,
      ContactController,
      LeadController,
      LineController,
      ManagerController,
      PersonController,
      QueueController,
      StatsController,
    ],
    providers: [
      { provide: LEAD_DEPS, useValue: deps },
      { provide: Tombstones, useValue: tombstones },
      { provide: Consumers, useValue: new Consumers({ ...deps, tombstones }) },
      Notices,
      Reading,
    ],
  };
}

/** Begins to read the log when everything stands. */
@Injectable()
class Reading implements OnApplicationBootstrap {
  constructor(@Inject(Consumers) private readonly consumers: Consumers) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.consumers.start();
  }
}

@Module({})
class LeadModule {}
