import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { NOTIFIER_DEPS, type NotifierDeps } from './deps.js';
import { AlarmLoop } from './alarms/alarm-loop.js';
import { AlarmsController } from './alarms/alarms.controller.js';
import { Outbox } from './alarms/outbox.js';
import { TargetStore } from './alarms/target-store.js';
import { TargetsController } from './alarms/targets.controller.js';
import { FeedController } from './feed/feed.controller.js';
import { FeedTail } from './feed/feed-tail.js';
import { OpenFeeds } from './feed/open-feeds.js';
import { InternalController } from './internal.controller.js';
import { NoticeLoop } from './notices/notice-loop.js';
import { NoticeOutbox } from './notices/notice-outbox.js';
import { NoticesController } from './notices/notices.controller.js';
import { RecipientStore } from './notices/recipient-store.js';
import { SenderStore } from './notices/sender-store.js';
import { SendersController } from './notices/senders.controller.js';
import { Recorder } from './record/recorder.js';
import type { Message } from './send/message.js';
import { send } from './send/send.js';
import type { Destination } from './send/settings.js';
import { StatusRecorder } from './status/status-recorder.js';

/** Tells people what happens to their leads: keeps the notices, streams the feed, sends what managers want sent; tells operators when an account is not well. */
@Module({})
export class NotifierModule implements OnModuleInit {
  constructor(
    @Inject(NOTIFIER_DEPS) private readonly deps: NotifierDeps,
    @Inject(FeedTail) private readonly tail: FeedTail,
    @Inject(Recorder) private readonly recorder: Recorder,
    @Inject(StatusRecorder) private readonly statuses: StatusRecorder,
    @Inject(AlarmLoop) private readonly alarms: AlarmLoop,
    @Inject(NoticeLoop) private readonly notices: NoticeLoop,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.tail.open();
    this.deps.runtime.onStop(() => this.tail.close());
    await this.recorder.start();
    await this.statuses.start();
    this.alarms.start();
    this.deps.runtime.onStop(() => this.alarms.stop());
    this.notices.start();
    this.deps.runtime.onStop(() => this.notices.stop());
  }
}

/**
 * The notifier as a Nest module. It consumes `leads.events.v1` and `connectors.status.v1` from its start until the runtime stops.
 * @throws UnknownKeyError  alarm targets, recipients or senders hold secrets that our key doesn't open: rather no start
 */
export async function notifierModule({ runtime, pool, logReader, secrets }: NotifierDeps): Promise<DynamicModule> {
  const deps: NotifierDeps = { runtime, pool, logReader, secrets };
  const targets = new TargetStore(pool, secrets);
  const recipients = new RecipientStore(pool, secrets);
  const senders = new SenderStore(pool, secrets);
  for (const store of [targets, recipients, senders]) await store.assertKeyFits();
  const sendOut = (to: Destination, message: Message): Promise<void> => send(to, message, runtime.config.privateTargets);
  const outbox = new Outbox({ pool, targets, send: sendOut });
  const tried = runtime.metrics.counter('tributary_notices_tried_total', 'Messages to managers, by what came of sending them', ['way', 'outcome']);
  const notices = new NoticeOutbox({ pool, recipients, senders, publicUrl: runtime.config.publicUrl, send: sendOut, onTried: (way, outcome) => tried.inc({ way, outcome }) });
  const noticeLoop = new NoticeLoop(runtime, pool, notices);
  const alarms = new AlarmLoop(runtime, pool, outbox);
  const onError = (err: unknown): void => runtime.log.error({ err }, 'the feed could not be read and will be tried again');
  const feeds = new OpenFeeds();
  runtime.metrics.gauge('tributary_feed_open', 'Feeds that are being told', [], (gauge) => gauge.set(feeds.count));
  return {
    module: NotifierModule,
    controllers: [FeedController, AlarmsController, TargetsController, SendersController, NoticesController, InternalController],
    providers: [
      { provide: NOTIFIER_DEPS, useValue: deps },
      { provide: FeedTail, useValue: new FeedTail(pool, onError) },
      { provide: Recorder, useValue: new Recorder(deps, () => noticeLoop.wake()) },
      { provide: StatusRecorder, useValue: new StatusRecorder(deps, () => alarms.wake()) },
      { provide: TargetStore, useValue: targets },
      { provide: AlarmLoop, useValue: alarms },
      { provide: OpenFeeds, useValue: feeds },
      { provide: RecipientStore, useValue: recipients },
      { provide: SenderStore, useValue: senders },
      { provide: NoticeOutbox, useValue: notices },
      { provide: NoticeLoop, useValue: noticeLoop },
    ],
  };
}
