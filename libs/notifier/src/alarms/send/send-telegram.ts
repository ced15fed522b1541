import type { Message } from '../message.js';
import type { Target } from '../target.js';
import { SendError } from './errors.js';
import { postJson } from './post-json.js';

const MOST_CHARACTERS = 4_000;

/** By Bot API `sendMessage`. @throws SendError */
export async function sendTelegram({ settings }: Extract<Target, { kind: 'telegram' }>, message: Message, privateHosts: boolean): Promise<void> {
  const { token, chatId, apiRoot } = settings;
  const url = new URL(`${apiRoot.replace(/\/+$/, '')}/bot${token}/sendMessage`);
  const text = `${message.subject}\n\n${message.text}`.slice(0, MOST_CHARACTERS);
  const { status, body } = await postJson({ url, body: JSON.stringify({ chat_id: chatId, text }), privateHosts });
  if (status !== 200) throw new SendError(`Telegram answered ${status}${descriptionOf(body)}`);
}

function descriptionOf(body: string): string {
  const description = /"description"\s*:\s*"((?:[^"\\]|\\.){1,200})"/.exec(body)?.[1];
  return description ? `: ${description}` : '';
}
