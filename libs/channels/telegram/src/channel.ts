import type { Channel } from '@tributary/channel';
import { fold } from './fold.js';
import { parse } from './parse.js';
import { probe } from './probe.js';
import { createPull } from './pull/pull.js';
import { reconcile } from './pull/reconcile.js';
import { replies } from './reply/replies.js';
import { settingsSchema, type Settings } from './settings.js';
import { check } from './setup/check.js';
import { complete } from './setup/complete.js';
import { verify } from './verify.js';

/** Bots of Telegram: private chats, groups, connected business accounts; asked for, or called by Telegram. */
export const channel: Channel<Settings> = {
  name: 'telegram',
  title: { ru: 'Telegram', en: 'Telegram' },
  target: 'messenger',
  settings: settingsSchema,
  webhook: { methods: ['POST'], maxBodyBytes: 1024 * 1024, verify, parse },
  pull: createPull(),
  replies,
  reconcile,
  check,
  called: async (account, signal) => (await check(account, signal)).title,
  complete,
  probe,
  fold,
};
