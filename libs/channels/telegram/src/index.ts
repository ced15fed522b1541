export { BotApiError } from './api/bot-api-error.js';
export { BotApi } from './api/client.js';
export { toConnectorError } from './api/failures.js';
export { channel } from './channel.js';
export { createPull } from './pull/pull.js';
export type { Timing } from './pull/timing.js';
export { settingsSchema, type Settings } from './settings.js';
