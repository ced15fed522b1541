import { answersToClient, carriesClient } from '../notification/carries-client.js';
import { autoReply } from './auto-reply.js';
import { bounce } from './bounce.js';
import { HeaderList } from './header-list.js';
import { list } from './list.js';
import type { Automatic, MailFacts, OwnTraces } from './mail-facts.js';
import { fromOurselves, sentByUs } from './own.js';
import { report } from './report.js';
import { serviceMail } from './service-mail.js';

export interface Classification {
  /** Written by a machine for nobody in particular: never answered. */
  readonly automatic?: Automatic;
  /** Set with `automatic`: its kind. Recorded, no lead. */
  readonly notLeadReason?: Automatic['kind'];
}

/**
 * Tells automatic mail from letters. What a shop's or a form's robot sends for a client is a letter: it has no
 * `automatic`, although a robot wrote it, for the lead service opens no lead for what has. Never throws; takes time linear
 * in headers, and looks at the beginning and end of the text only.
 * @see RFC 3834, RFC 3464, RFC 8098, RFC 5965, RFC 2369, RFC 2919
 */
export function classifyAutomatic(mail: MailFacts, own: OwnTraces): Classification {
  const automatic = kindOf(mail, new HeaderList(mail.headers), own);
  return automatic ? { automatic, notLeadReason: automatic.kind } : {};
}

/** The surest signs first. Only those that robots of shops show as well ask whether there is a client in it. */
function kindOf(mail: MailFacts, headers: HeaderList, own: OwnTraces): Automatic | undefined {
  const certain = sentByUs(mail, headers, own) ?? bounce(mail, headers) ?? report(mail, headers);
  if (certain) return certain;
  const answer = autoReply(mail, headers);
  if (answer && !AMBIGUOUS.test(answer.reason)) return answer;
  const likely = answer ?? fromOurselves(mail, own) ?? list(mail, headers, own) ?? serviceMail(mail, headers);
  return likely && speaksForClient(mail, likely, own) ? undefined : likely;
}

/** Platforms say that of what they hand on for clients, too. */
const AMBIGUOUS = /^(?:acknowledgement|auto-submitted: auto-(?:generated|notified))/;

function speaksForClient(mail: MailFacts, { kind }: Automatic, own: OwnTraces): boolean {
  return carriesClient(mail, own) || (kind !== 'list' && answersToClient(mail, own));
}
