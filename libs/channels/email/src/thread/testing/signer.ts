import { createHmac } from 'node:crypto';
import type { Sign } from '../message-id.js';

/** Signs for an account as its installation would. */
export function signer(account: string, installation = 'an installation'): Sign {
  return (text) => createHmac('sha256', installation).update(`${account}\0${text}`).digest().subarray(0, 16).toString('base64url');
}
