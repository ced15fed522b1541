export { channel } from './channel.js';
export type { FormSettings } from './settings.js';
