import type { ContactFacts } from '@tributary/channel';
import type { Message } from '../update/schema.js';

/** `/start PAYLOAD` of a link t.me/<bot>?start=PAYLOAD; in groups `/start@bot PAYLOAD`. */
const START = /^\/start(?:@\w+)?[ \n]+([\w-]{1,64})\s*$/;

/** Where the visitor came from: the payload of the link that was followed, as it stands there. */
export function attributionOf({ text }: Pick<Message, 'text'>): ContactFacts['attribution'] {
  const payload = START.exec(text ?? '')?.[1];
  return payload === undefined ? undefined : { utm: { source: 'telegram', campaign: payload } };
}
