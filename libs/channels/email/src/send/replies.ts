import { type ChannelAccount, ConnectorError, type ContactFacts, type OutgoingReply, type Replies, type ReplyReach, ReplyRefusedError, type ReplySession, type SentPart } from '@tributary/channel';
import { cameBack } from '../automatic/own.js';
import { mailboxFacts } from '../contact/mailbox-facts.js';
import { TokenSources } from '../oauth/token-source.js';
import { type Outgoing, resolveOutgoing } from '../settings/outgoing.js';
import type { EmailSettings } from '../settings.js';
import { SmtpSession, type SmtpTiming } from '../smtp/smtp-session.js';
import { compose } from './compose.js';
import { assertNoLoop } from './loop-brake.js';
import { recipientOf } from './recipient.js';
import { threadFieldsOf } from './thread-fields.js';

const MINUTE_MS = 60_000;

/** Providers take 20 to 25 MB a mail, and a file grows by a third on its way. */
const LIMITS = { textLength: 0, files: 20, fileBytes: 15 * 1024 * 1024 };

/** Microsoft 365 takes 30 mails a minute; others say less and mean about the same. Nobody is written to faster than people write. */
const RATES = { account: { requests: 30, perMs: MINUTE_MS }, conversation: () => ({ requests: 10, perMs: 10 * MINUTE_MS }) };

export interface RepliesOptions {
  /** Shared with `createPull`, which stores refresh tokens that the provider renews. */
  readonly tokens?: TokenSources;
  readonly timing?: Partial<SmtpTiming>;
}

/** Answers by SMTP, from the mailbox's own address. */
export function createReplies({ tokens = new TokenSources(), timing }: RepliesOptions = {}): Replies<EmailSettings> {
  return {
    limits: LIMITS,
    rates: RATES,
    // Notices of mail servers name our Message-ID, and the reply's id stands in it.
    key: (replyId) => replyId,
    // A repeat has the same Message-ID, but only some mailboxes (Gmail, Exchange, Dovecot when told to) drop what they have seen: no
    // standard asks for it, and the customer of any other would get the answer twice.
    repeatableForMs: 0,
    reach,
    async send(reply: OutgoingReply, _part: number, session: ReplySession<EmailSettings>): Promise<SentPart> {
      const { account, signal } = session;
      const outgoing = outgoingOf(account);
      const to = addressee(reply.contact.facts);
      assertNoLoop(reply.contact.facts, to, reply.automatic !== '', mailboxFacts(account.settings).ownAddresses);
      const thread = threadFieldsOf(reply, outgoing.from, to, account.sign);
      const mail = await compose({ reply, settings: account.settings, from: outgoing.from, to, thread }, (sha256) => session.read(sha256));
      const connection = await SmtpSession.open({ outgoing, settings: account.settings, tokens: tokens.of(account), signal, ...(timing && { timing }) });
      try {
        await connection.send(to, mail);
      } finally {
        connection.close();
      }
      return { providerId: thread.messageId };
    },
  };
}

/** What machines of mail servers write has nobody behind it. */
function reach(facts: ContactFacts, { settings }: ChannelAccount<EmailSettings>): ReplyReach | false | undefined {
  const { automatic } = facts;
  if (facts.content.kind !== 'message' || automatic?.kind === 'bounce' || automatic?.kind === 'report' || (automatic && cameBack(automatic))) return false;
  if (recipientOf(facts) === undefined) return { closed: 'no-address' };
  return resolveOutgoing(settings) ? undefined : { closed: 'no-outgoing-mail' };
}

function addressee(facts: ContactFacts): string {
  const to = recipientOf(facts);
  if (to !== undefined) return to;
  throw new ReplyRefusedError('no-address', { ru: 'В письме нет адреса, на который можно ответить.', en: 'The mail names no address that can be answered.' }, 'no-address');
}

/** @throws ConnectorError  the reply waits until somebody names a server */
function outgoingOf({ settings }: ChannelAccount<EmailSettings>): Outgoing {
  const outgoing = resolveOutgoing(settings);
  if (outgoing) return outgoing;
  throw new ConnectorError('credentials', {
    code: 'no-outgoing-mail',
    field: 'smtpHost',
    detail: { ru: 'Этот ящик только читается: укажите в его настройках сервер SMTP, и ответ уйдёт.', en: 'This mailbox is only read: name an SMTP server in its settings, and the reply goes out.' },
  });
}
