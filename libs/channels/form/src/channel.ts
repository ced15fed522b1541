import type { Channel } from '@tributary/channel';
import { fold } from './fold.js';
import { parse } from './parse.js';
import { probe } from './probe.js';
import { settingsSchema, type FormSettings } from './settings.js';

const MIB = 1024 * 1024;

/** Web forms: `POST /f/:formId`, where the form's id is its account's. */
export const channel: Channel<FormSettings> = {
  name: 'form',
  title: { ru: 'Веб-форма', en: 'Web form' },
  settings: settingsSchema,
  webhook: {
    methods: ['GET', 'POST'],
    maxBodyBytes: MIB,
    multipart: { maxFiles: 10, maxFileBytes: 20 * MIB, maxTotalBytes: 25 * MIB },
    crossOrigin: true,
    rateLimitPerMinute: ({ settings }) => settings.rateLimitPerMinute,
    allowedOrigins: ({ settings }) => settings.allowedOrigins ?? [],
    parse,
  },
  probe,
  fold,
};
