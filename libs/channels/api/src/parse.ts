import type { ChannelAccount, ParsedRequest, RawRequest } from '@tributary/channel';
import { buildDraft } from './build-draft.js';
import { readBody } from './read-body.js';
import { fieldError, refuse, refuseFields } from './refuse.js';
import type { ApiSettings } from './settings.js';

/**
 * One contact that a program hands in.
 * @throws Refusal  what is wrong and where, in the request's language
 */
export function parse(request: RawRequest, account: ChannelAccount<ApiSettings>): ParsedRequest {
  if (request.path !== '') throw refuse(request.locale, 404, 'not-found');
  const body = readBody(request);
  if (body.accountId !== undefined && body.accountId !== account.id) {
    throw refuseFields(request.locale, [fieldError(request.locale, 'accountId', 'other-account')]);
  }
  return { contacts: [buildDraft(body, request, account)], answer: ([id]) => ({ status: 202, body: { id } }) };
}
