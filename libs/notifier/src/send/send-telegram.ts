import type { z } from 'zod';
import type { Message } from './message.js';
import { failedAnswer, postJson } from './post-json.js';
import type { TelegramSettings } from './settings.js';

const MOST_CHARACTERS = 4_000;

/** By Bot API `sendMessage`, as plain text. @throws SendError */
export async function sendTelegram({ token, chatId, apiRoot }: z.infer<typeof TelegramSettings>, message: Message, privateHosts: boolean): Promise<void> {
  const url = new URL(`${apiRoot.replace(/\/+$/, '')}/bot${token}/sendMessage`);
  const text = `${message.subject}\n\n${message.text}`.slice(0, MOST_CHARACTERS);
  const answer = await postJson({ url, body: JSON.stringify({ chat_id: chatId, text }), privateHosts });
  if (answer.status === 200) return;
  const retryAfterS = /"retry_after"\s*:\s*(\d{1,5})\b/.exec(answer.body)?.[1];
  throw failedAnswer(`Telegram answered ${answer.status}${descriptionOf(answer.body)}`, answer.status, retryAfterS);
}

function descriptionOf(body: string): string {
  const description = /"description"\s*:\s*"((?:[^"\\]|\\.){1,200})"/.exec(body)?.[1];
  return description ? `: ${description}` : '';
}
