export { VkApi } from './api/client.js';
export { channel } from './channel.js';
export { createPull } from './pull/pull.js';
export type { Timing } from './pull/timing.js';
export { randomIdOf } from './reply/random-id.js';
export { settingsSchema, type Settings } from './settings.js';
