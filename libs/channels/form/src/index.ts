export { channel } from './channel.js';
export { MULTIPART_PARTS } from './parse.js';
export type { FormSettings } from './settings.js';
