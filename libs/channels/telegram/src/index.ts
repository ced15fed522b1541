export { channel } from './channel.js';
export type { Settings } from './settings.js';
