import type { ReportField } from '../mime/mail.js';
import type { Automatic, MailFacts } from './mail-facts.js';

/** A notice may tell of hundreds of recipients; the worst of the first ones says enough. */
const MAX_GROUPS = 200;
const MAX_DETAIL_CHARS = 120;

interface Delivery {
  readonly action: string;
  /** Enhanced status (RFC 3463) such as "5.1.1"; "" when there is none. */
  readonly status: string;
  readonly diagnostic: string;
}

/**
 * Reads a delivery status notification, if it has one that says anything. What went well (delivered, relayed, expanded) is a report, all else a bounce.
 * @see RFC 3464 §2.3
 */
export function deliveryStatus(mail: Pick<MailFacts, 'reports'>): Automatic | undefined {
  const groups = mail.reports.flatMap((report) => (report.kind === 'delivery-status' ? report.groups.slice(0, MAX_GROUPS) : []));
  const deliveries = groups.slice(0, MAX_GROUPS).map(deliveryOf).filter(({ action, status }) => action !== '' || status !== '');
  const worst = [...deliveries].sort((a, b) => severity(b) - severity(a))[0];
  if (!worst) return undefined;
  const detail = `${worst.status} ${worst.diagnostic}`.trim().slice(0, MAX_DETAIL_CHARS);
  const code = codeOf(worst);
  const reason = detail ? `${code}: ${detail}` : code;
  if (severity(worst) === 0) return { kind: 'report', reason };
  const hard = hardness(worst);
  return { kind: 'bounce', reason, ...(hard !== undefined && { hard }) };
}

function deliveryOf(group: readonly ReportField[]): Delivery {
  const valueOf = (name: string): string => group.find((field) => field.name === name)?.value ?? '';
  return {
    action: /^[\s"]*([a-z]+)/i.exec(valueOf('action'))?.[1]?.toLowerCase() ?? '',
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(valueOf('status').slice(0, 100))?.[0] ?? '',
    diagnostic: smtpReply(valueOf('diagnostic-code')),
  };
}

/** The reply code alone: the text behind it names addresses. */
function smtpReply(diagnostic: string): string {
  return /^(?:smtp|x-[\w-]{1,30}) ?; ?"?([245]\d\d)\b/i.exec(diagnostic)?.[1] ?? '';
}

const FINE = new Set(['delivered', 'relayed', 'expanded']);

/** 3 failed for good, 2 failed for now, 1 delayed, 0 fine. */
function severity(delivery: Delivery): number {
  if (FINE.has(delivery.action) || (delivery.action === '' && delivery.status.startsWith('2'))) return 0;
  if (delivery.action === 'delayed') return 1;
  return hardness(delivery) === false ? 2 : 3;
}

/** RFC 3463 §3.3. */
const MAILBOX_FULL = /(?:^|[ #])[45]\.2\.2\b/;

function codeOf({ action }: Delivery): string {
  return /^(?:delayed|delivered|relayed|expanded)$/.test(action) ? `dsn-${action}` : 'dsn-failed';
}

/** By the class of the status, else of the reply code. A delay is no failure yet, whatever its status; a full mailbox may be emptied. */
function hardness({ action, status, diagnostic }: Delivery): boolean | undefined {
  if (action === 'delayed' || MAILBOX_FULL.test(status || diagnostic)) return false;
  const digit = (status || diagnostic).charAt(0);
  return digit === '5' ? true : digit === '4' ? false : undefined;
}
