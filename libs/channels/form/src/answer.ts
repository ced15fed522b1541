import type { Answer, RawRequest } from '@tributary/channel';
import { readMediaType } from './body/media-type.js';

/** Programs get 202 and the contact's id; a browser that sent a plain HTML form goes on to a page. */
export function answerTo(request: RawRequest, formId: string, redirectUrl: string | undefined): (ids: readonly string[]) => Answer {
  if (wantsPage(request)) {
    const location = redirectUrl ?? `/f/${encodeURIComponent(formId)}/thanks`;
    return () => ({ status: 303, headers: { location } });
  }
  return (ids) => ({ status: 202, body: { id: ids[0] } });
}

/** What some builders send when a form is connected; they expect exactly this answer. */
export const PROBE_ANSWER: Answer = { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' };

/** Only a page's own form, which asks for HTML before JSON: other senders would follow a redirect with a GET. */
function wantsPage({ headers }: RawRequest): boolean {
  const { essence } = readMediaType(headers['content-type']);
  if (essence !== 'application/x-www-form-urlencoded' && essence !== 'multipart/form-data') return false;
  const accept = headers.accept ?? '';
  const html = quality(accept, 'text/html');
  return html > 0 && html >= quality(accept, 'application/json');
}

/** Weight of a type that is named outright in an Accept header (RFC 9110 §12.5.1); 0 when it isn't. */
function quality(accept: string, type: string): number {
  const range = accept.split(',').find((each) => readMediaType(each).essence === type);
  if (range === undefined) return 0;
  const weight = Number(/;\s*q=([\d.]+)/i.exec(range)?.[1] ?? 1);
  return Number.isNaN(weight) ? 0 : weight;
}
