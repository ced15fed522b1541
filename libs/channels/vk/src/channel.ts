import type { Channel } from '@tributary/channel';
import { fold } from './fold.js';
import { OK, parse } from './parse.js';
import { probe } from './probe.js';
import { backfill, reconcile } from './pull/jobs.js';
import { createPull } from './pull/pull.js';
import { replies } from './reply/replies.js';
import { settingsSchema, type Settings } from './settings.js';
import { check } from './setup/check.js';
import { complete } from './setup/complete.js';
import { verify } from './verify.js';

/** Communities of VK: messages, comments, lead forms, orders; asked for (Bots Long Poll), or called by VK (Callback API). */
export const channel: Channel<Settings> = {
  name: 'vk',
  title: { ru: 'ВКонтакте', en: 'VK' },
  target: 'messenger',
  settings: settingsSchema,
  webhook: { methods: ['POST'], maxBodyBytes: 1024 * 1024, acknowledgement: OK, retryAfter: 'date', verify, parse },
  pull: createPull(),
  replies,
  backfill,
  reconcile,
  check,
  called: async (account, signal) => (await check(account, signal)).title,
  complete,
  probe,
  fold,
};
