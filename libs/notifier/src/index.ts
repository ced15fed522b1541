export type { NotifierDeps } from './deps.js';
export type { FeedData, FeedKind } from './record/new-entry.js';
export type { Notice, NotifierStats } from './internal.controller.js';
export { STATUS_GROUP } from './status/status-recorder.js';
export { NOTIFIER_GROUP } from './record/recorder.js';
export { notifierModule } from './notifier.module.js';
export { notifierSchema } from './schema.js';
