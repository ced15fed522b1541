import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import type { Author, Item, Reply } from '../../api/conversation-types';
import { managers } from '../../api/queries';
import type { Contact } from '../../api/types';
import { Clock } from '../../parts/format';
import { t, word } from '../../texts/text';
import { nameOf } from '../contacts/contact-row';
import { MessageFiles } from './message-files';
import { ReplyStateLine } from './reply-state';

/** One thing of a conversation, by its kind; of a kind that is new to us its word. */
export function ItemView({ item }: { readonly item: Item }) {
  if (item.contact) return <Said contact={item.contact} at={item.at} />;
  if (item.reply) return <Answer reply={item.reply} />;
  if (item.note) return <Note text={item.note.text} author={item.note.author} at={item.at} />;
  return <EventLine event={item.event ?? { kind: item.kind }} at={item.at} />;
}

interface BubbleProps {
  readonly side: 'theirs' | 'ours' | 'note';
  readonly head: ReactNode;
  readonly subject?: string | undefined;
  readonly text: string | undefined;
  readonly foot: ReactNode;
  readonly children?: ReactNode;
}

export function Bubble({ side, head, subject, text, foot, children }: BubbleProps) {
  return (
    <article className={`bubble ${side}`}>
      <Text size="xs" fw={600} className="bubble-head">
        {head}
      </Text>
      {subject && (
        <Text fw={600} dir="auto">
          {subject}
        </Text>
      )}
      {text && <MessageText text={text} />}
      {children}
      <Text size="xs" c="dimmed" className="bubble-foot" component="div">
        {foot}
      </Text>
    </article>
  );
}

/** So much of a long text (a mail with all that was quoted) is shown at first. */
const LONG = 1_500;
const SHORTENED = 1_000;

function MessageText({ text }: { readonly text: string }) {
  const [whole, setWhole] = useState(false);
  const long = text.length > LONG;
  return (
    <>
      <div className="bubble-text" dir="auto">
        {long && !whole ? `${text.slice(0, SHORTENED).replace(/[\ud800-\udbff]$/, '')}…` : text}
      </div>
      {long && (
        <Button variant="subtle" size="compact-xs" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {t(whole ? 'talk.shorten' : 'talk.wholeText')}
        </Button>
      )}
    </>
  );
}

/** What the customer wrote, or, as the provider tells us, a colleague in the provider's own program. */
function Said({ contact, at }: { readonly contact: Contact; readonly at: string }) {
  const { subject, text, attachments = [], notLead } = contact;
  const own = contact.automatic?.kind === 'own';
  const none = !text && !subject && attachments.length === 0;
  return (
    <Bubble
      side={own ? 'ours' : 'theirs'}
      head={own ? sentElsewhere(contact) : nameOf(contact)}
      subject={subject}
      text={none ? t('contacts.noText') : text}
      foot={
        <>
          {contact.kind !== 'message' && `${word('kind', contact.kind)} · `}
          <Link href={`/contacts/${encodeURIComponent(contact.id)}`} title={t('talk.openContact')}>
            <Clock iso={at} />
          </Link>
          {contact.editedAt && ` · ${t('talk.edited')}`}
          {contact.unreadable && ` · ${t('talk.unreadable', { number: contact.unreadable })}`}
          {notLead && !own && ` · ${t('contact.notLead', { reason: word('reason', notLead.reason) })}`}
        </>
      }
    >
      <MessageFiles files={attachments} />
    </Bubble>
  );
}

/** By whom, where the provider says so, and in which program. */
function sentElsewhere({ sender, channel }: Contact): string {
  const where = word('sentIn', channel);
  return [sender?.name, where === channel ? t('sentIn.other') : where].filter(Boolean).join(' · ');
}

function Answer({ reply }: { readonly reply: Reply }) {
  return (
    <Bubble
      side="ours"
      head={reply.automatic ? t('talk.automatic', { kind: word('automaticKind', reply.automatic) }) : reply.author.name || t('talk.program')}
      text={reply.text}
      foot={<ReplyStateLine reply={reply} />}
    >
      <MessageFiles files={reply.attachments} />
    </Bubble>
  );
}

function Note({ text, author, at }: { readonly text: string; readonly author: Author; readonly at: string }) {
  return <Bubble side="note" head={`${author.name} · ${t('talk.noteOnly')}`} text={text} foot={<Clock iso={at} />} />;
}

/** Kinds of events that have a sentence. */
const EVENTS = ['joined', 'left', 'transferred', 'finished', 'reopened', 'returned'] as const;

function EventLine({ event, at }: { readonly event: NonNullable<Item['event']>; readonly at: string }) {
  const { data } = useQuery(managers);
  const happened = event.kind === 'reopened' && event.by === 'customer' ? 'returned' : event.kind;
  const kind = EVENTS.find((each) => each === happened);
  const who = event.actor?.name ?? t('talk.itself');
  const whom = data?.items.find(({ id }) => id === event.managerId)?.name ?? t('leads.pool');
  return (
    <Text size="xs" c="dimmed" ta="center" className="thread-event">
      {kind ? t(`talkEvent.${kind}`, { who, whom }) : event.kind} · <Clock iso={at} />
    </Text>
  );
}
