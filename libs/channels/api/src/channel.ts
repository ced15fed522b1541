import type { Channel } from '@tributary/channel';
import { fold } from './fold.js';
import { parse } from './parse.js';
import { settingsSchema, type ApiSettings } from './settings.js';

/** Contacts that the company's own programs hand in: `POST /api/v1/contacts`. */
export const channel: Channel<ApiSettings> = {
  name: 'api',
  title: { ru: 'API', en: 'API' },
  settings: settingsSchema,
  webhook: { methods: ['POST'], maxBodyBytes: 1024 * 1024, parse },
  fold,
};
