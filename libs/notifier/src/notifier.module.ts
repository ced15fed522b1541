import { type DynamicModule, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { NOTIFIER_DEPS, type NotifierDeps } from './deps.js';
import { FeedController } from './feed/feed.controller.js';
import { FeedTail } from './feed/feed-tail.js';
import { OpenFeeds } from './feed/open-feeds.js';
import { InternalController } from './internal.controller.js';
import { Recorder } from './record/recorder.js';

/** Tells people what happens to their leads: keeps the notices, streams the feed. */
@Module({})
export class NotifierModule implements OnModuleInit {
  constructor(
    @Inject(NOTIFIER_DEPS) private readonly deps: NotifierDeps,
    @Inject(FeedTail) private readonly tail: FeedTail,
    @Inject(Recorder) private readonly recorder: Recorder,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.tail.open();
    this.deps.runtime.onStop(() => this.tail.close());
    await this.recorder.start();
  }
}

/** The notifier as a Nest module. It consumes `leads.events.v1` from its start until the runtime stops. */
export function notifierModule({ runtime, pool, logReader }: NotifierDeps): DynamicModule {
  const deps: NotifierDeps = { runtime, pool, logReader };
  const onError = (err: unknown): void => runtime.log.error({ err }, 'the feed could not be read and will be tried again');
  const feeds = new OpenFeeds();
  runtime.metrics.gauge('tributary_feed_open', 'Feeds that are being told', [], (gauge) => gauge.set(feeds.count));
  return {
    module: NotifierModule,
    controllers: [FeedController, InternalController],
    providers: [
      { provide: NOTIFIER_DEPS, useValue: deps },
      { provide: FeedTail, useValue: new FeedTail(pool, onError) },
      { provide: Recorder, useValue: new Recorder(deps) },
      { provide: OpenFeeds, useValue: feeds },
    ],
  };
}
