import type { Channel } from '@tributary/channel';
import { fold } from './fold.js';
import { parse } from './parse.js';
import { settingsSchema, type Settings } from './settings.js';
import { verify } from './verify.js';

export const channel: Channel<Settings> = {
  name: '{{name}}',
  // FILL IN: the channel's title, as people know it, in both languages
  title: { ru: '{{name}}', en: '{{name}}' },
  settings: settingsSchema,
  webhook: { methods: ['POST'], maxBodyBytes: 1024 * 1024, verify, parse },
  fold,
};
