export { channel } from './channel.js';
export type { ApiSettings } from './settings.js';
