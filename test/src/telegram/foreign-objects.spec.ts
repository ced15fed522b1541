import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PayloadError } from '@tributary/channel';
import { channel } from '@tributary/channel-telegram';
import { requestOf, webhookSamples } from '@tributary/channel/testing';

/** Objects of the Bot API that nobody here wrote, one a line; they stand beside the project, if they are there. */
const FILE = new URL('../../../../shared/fixtures/telegram/objects.jsonl', import.meta.url);

interface Foreign {
  readonly file: string;
  readonly kind: 'update' | 'message' | 'other';
  readonly json: Readonly<Record<string, unknown>>;
}

const objects = (existsSync(FILE) ? readFileSync(FILE, 'utf8').split('\n').filter(Boolean) : []).map((line) => JSON.parse(line) as Foreign);

function contactOf(update: object) {
  const request = requestOf({ body: Buffer.from(JSON.stringify(update)) });
  const account = webhookSamples(channel).accountWith({ token: '7000000000:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0', username: 'acme_sales_bot' });
  const [contact] = channel.webhook?.parse(request, account).contacts ?? [];
  return contact;
}

const wrap = (json: object) => ({ update_id: 1, message: json });

/** What the reference says of an object: who could be a lead, and why not. Written by hand, apart from the parser. */
function expectedReason(kind: string, body: Readonly<Record<string, unknown>>): string | undefined {
  if (kind !== 'message') return { my_chat_member: 'bot-blocked', message_reaction: 'reaction', message_reaction_count: 'reaction', chat_boost: 'boost', removed_chat_boost: 'boost', purchased_paid_media: undefined, new_update_kind: 'unknown-update' }[kind];
  const chat = body['chat'] as { type: string };
  if (chat.type === 'channel') return 'channel-post';
  if (body['migrate_to_chat_id'] || body['migrate_from_chat_id']) return 'chat-migrated';
  if (['video_chat_started', 'forum_topic_created', 'forum_topic_closed', 'pinned_message'].some((name) => body[name])) return 'service-message';
  const content = ['text', 'photo', 'video', 'sticker', 'venue', 'dice', 'story', 'chat_shared'];
  if (!content.some((name) => body[name])) return 'empty-message';
  if ((body['from'] as { id?: number } | undefined)?.id === 1_087_968_824) return 'anonymous-admin';
  const commanded = (body['entities'] as { type: string }[] | undefined)?.some(({ type }) => type === 'bot_command');
  return chat.type === 'private' || commanded ? undefined : 'group-chatter';
}

describe('objects of elsewhere', () => {
  it('are there in full, or not at all', () => {
    expect([0, 194]).toContain(objects.length);
  });

  for (const [n, { file, kind, json }] of objects.entries()) {
    const name = `${n + 1}, ${kind} of ${file.split('/').at(-1)}`;
    if (kind !== 'other') {
      it(`${name}: a contact, or a reason that is right`, () => {
        const update = kind === 'update' ? json : wrap(json);
        const member = Object.keys(update).find((each) => each !== 'update_id') ?? '';
        const contact = contactOf(update);
        expect(contact?.facts.notLeadReason).toBe(expectedReason(member, update[member as keyof typeof update] as Readonly<Record<string, unknown>>));
        expect(contact?.facts.text || contact?.facts.notLeadReason).toBeTruthy();
      });
    }
    it(`${name}: crashes nothing, as itself or as a message`, () => {
      for (const update of [json, wrap(json), { update_id: 1, callback_query: json }, { update_id: 1, my_chat_member: json }]) {
        try {
          expect(contactOf(update)).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(PayloadError);
        }
      }
    });
  }
});
