import { type ChannelAccount, type ContactDraft, type ParsedRequest, PROBE_REASON, type RawRequest } from '@tributary/channel';
import { answerTo, PROBE_ANSWER } from './answer.js';
import { MULTIPART_PARTS } from './body/media-type.js';
import { readBody } from './body/read-body.js';
import { valueOf, type Submission } from './body/submission.js';
import { buildFacts } from './build-facts.js';
import { consentsOf } from './consents.js';
import { externalIdOf } from './external-id.js';
import { identify } from './identify.js';
import { mapFields } from './map-fields.js';
import { isOwnProbe } from './probe.js';
import { refuse } from './refuse.js';
import type { FormSettings } from './settings.js';
import { thanksPage } from './thanks-page.js';
import { validate, type Understood } from './validate.js';

/**
 * One request to a form: a submission becomes one contact, the page of thanks none.
 * @throws Refusal  what is wrong and where, in the request's language
 */
export function parse(request: RawRequest, account: ChannelAccount<FormSettings>): ParsedRequest {
  if (request.method === 'POST' && isRoot(request.path)) return parseSubmission(request, account);
  // A submission sent here by mistake must not look as if it was taken.
  if (request.path === '/thanks' && request.method === 'GET') return { contacts: [], answer: () => thanksPage(request.locale) };
  throw refuse(request.locale, 404, isRoot(request.path) ? 'form-page-not-available' : 'not-found');
}

function isRoot(path: string): boolean {
  return path === '' || path === '/';
}

function parseSubmission(request: RawRequest, account: ChannelAccount<FormSettings>): ParsedRequest {
  const submission = readBody(request);
  if (isProbe(submission)) return { contacts: [], answer: () => PROBE_ANSWER };
  const id = externalIdOf(submission, request);
  const understood = understand(submission, request, account);
  const spam = isTrapped(submission, account.settings.honeypot);
  if (!spam) check(understood, request, account);
  const facts = buildFacts(understood, request);
  const notLeadReason = spam ? 'spam' : isOwnProbe(submission) ? PROBE_REASON : undefined;
  const draft: ContactDraft = { ...id, facts: notLeadReason ? { ...facts, notLeadReason } : facts, raw: rawPart(request) };
  return { contacts: [draft], answer: answerTo(request, account.id, account.settings.redirectUrl) };
}

/** A builder's question whether anybody is there: `test=test` and nothing else. */
function isProbe({ entries, consents, meta, files }: Submission): boolean {
  const [entry, ...others] = entries;
  return others.length + consents.size + meta.size + files.length === 0 && entry?.name === 'test' && valueOf(entry) === 'test';
}

/** People don't see the trap, so only a robot fills it; it is not told. */
function isTrapped(submission: Submission, trap: string): boolean {
  const filled = submission.entries.some((entry) => entry.name === trap && valueOf(entry) !== '');
  return trap !== '' && (filled || Boolean(submission.meta.get(`antispam.${trap}`)));
}

function understand(submission: Submission, { locale, receivedAt }: RawRequest, { settings, defaultRegion }: ChannelAccount<FormSettings>): Understood {
  const fields = mapFields(submission, settings, locale);
  const consents = consentsOf(submission, fields, settings, receivedAt, locale);
  return { submission, fields, consents, identified: identify(fields, defaultRegion) };
}

function check(understood: Understood, { locale }: RawRequest, { settings, defaultRegion }: ChannelAccount<FormSettings>): void {
  const errors = validate(understood, { settings, defaultRegion, locale });
  if (errors.length > 0) throw refuse(locale, 422, 'validation-failed', { errors });
}

function rawPart({ multipart, headers, body }: RawRequest): ContactDraft['raw'] {
  if (multipart) return { mediaType: MULTIPART_PARTS, bytes: Buffer.from(JSON.stringify(multipart)) };
  return { mediaType: headers['content-type'] ?? '', bytes: body };
}
