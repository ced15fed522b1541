import { type ChannelAccount, type ContactDraft, type ParsedRequest, PayloadError, type RawRequest } from '@tributary/channel';
import { cleanName, cleanText, phoneIdentities } from '@tributary/contact';
import { z } from 'zod';
import type { Settings } from './settings.js';

// FILL IN: the payload as the provider's reference describes it
const messageSchema = z.object({
  id: z.string().min(1).max(255),
  chat: z.string().min(1).max(255),
  sentAt: z.iso.datetime({ offset: true }),
  name: z.string().max(500).default(''),
  phone: z.string().max(100).default(''),
  text: z.string().max(200_000),
});

/**
 * One request to its contacts.
 * @throws PayloadError  not understood: kept in quarantine, never retried
 */
export function parse(request: RawRequest, account: Pick<ChannelAccount<Settings>, 'defaultRegion'>): ParsedRequest {
  const message = messageSchema.safeParse(readJson(request.body));
  if (!message.success) throw new PayloadError('no message of {{name}}', { cause: message.error });
  return { contacts: [draftOf(message.data, request.body, account.defaultRegion)] };
}

// FILL IN: what of the payload is the contact's id, its conversation, its sender and its text
function draftOf(message: z.output<typeof messageSchema>, bytes: Buffer, region: string): ContactDraft {
  return {
    externalId: message.id,
    conversationId: message.chat,
    facts: {
      occurredAt: new Date(message.sentAt),
      identities: phoneIdentities(message.phone, region, false),
      sender: { name: cleanName(message.name) },
      text: cleanText(message.text).text,
      attachments: [],
      content: { kind: 'message' },
    },
    raw: { mediaType: 'application/json', bytes },
  };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new PayloadError('no JSON', { cause });
  }
}
