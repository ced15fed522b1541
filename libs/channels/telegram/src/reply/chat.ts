/** Where the Bot API sends to, of a conversation's id (`conversationOf` makes them). */
export interface Target {
  readonly chat_id: number;
  readonly message_thread_id?: number;
  readonly business_connection_id?: string;
}

const BUSINESS = /^business:(.+):(-?\d+)$/;
const CHAT = /^(-?\d+)(?:\/(\d+))?$/;

/** @returns undefined when it is none of ours */
export function targetOf(conversationId: string): Target | undefined {
  const business = BUSINESS.exec(conversationId);
  if (business) return { chat_id: Number(business[2]), business_connection_id: business[1]! };
  const chat = CHAT.exec(conversationId);
  if (!chat || chat[1] === '0') return undefined;
  return { chat_id: Number(chat[1]), ...(chat[2] !== undefined && { message_thread_id: Number(chat[2]) }) };
}
