import { Button, Text } from '@mantine/core';
import { useDocumentVisibility, useInViewport } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useRef } from 'react';
import { post } from '../../api/client';
import type { Conversation, Item } from '../../api/conversation-types';
import { useGrowingList } from '../../parts/growing-list';
import { Failure, Loading } from '../../parts/messages';
import { lang, t } from '../../texts/text';
import { ItemView } from './item-view';
import { More } from './more';
import { OutgoingReply } from './outgoing-reply';
import type { Outgoing } from './outbox';
import { outbox, useOutgoing } from './replies';

const OLDER = 100;
const days = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long', year: 'numeric' });

interface Props {
  readonly conversation: Conversation;
  /** Into the composer, to be changed. */
  readonly putBack: (outgoing: Outgoing) => void;
}

/** What was said, the newest below; older ones come when one scrolls up to them. */
export function Thread({ conversation, putBack }: Props) {
  const { id, unread } = conversation;
  const list = useGrowingList<Item>(`/api/v1/conversations/${encodeURIComponent(id)}/items`, {}, OLDER);
  const { ref: end, inViewport: atEnd } = useInViewport<HTMLDivElement>();
  const scrolled = useRef<HTMLDivElement>(null);
  const outgoing = useOutgoing(id);
  const newest = list.items?.[0]?.id;
  useEffect(() => outbox.shown(id, (replyId) => list.items?.some(({ reply }) => reply?.id === replyId) ?? false), [id, list.items, outgoing]);
  useSeen(id, unread > 0 && atEnd ? newest : undefined);
  // What one has just written is what one wants to see.
  const written = outgoing.at(-1)?.key;
  useEffect(() => {
    if (written) scrolled.current?.scrollTo({ top: 0 });
  }, [written]);

  if (list.problem && !list.items) return <Failure problem={list.problem} again={list.refresh} />;
  if (!list.items) return <Loading />;
  const oldestFirst = [...list.items].reverse();
  return (
    <div className="thread-frame">
      {/* Counted from its end: older ones above and newer ones below move nothing that is being read. */}
      <div ref={scrolled} className="thread" role="log" aria-label={t('talk.thread')} tabIndex={0}>
        <div>
          {list.hasMore && <More key={list.items.length} text={t('talk.earlier')} more={list.more} />}
          {list.problem && <Failure problem={list.problem} again={list.refresh} />}
          {oldestFirst.length + outgoing.length === 0 && <Text c="dimmed" ta="center" p="md">{t('talk.noItems')}</Text>}
          {oldestFirst.map((item, index) => (
            <Fragment key={item.id}>
              <Day at={item.at} before={oldestFirst[index - 1]?.at} />
              <ItemView item={item} />
            </Fragment>
          ))}
          {outgoing.map((each) => (
            <OutgoingReply key={each.key} outgoing={each} conversationId={id} putBack={putBack} />
          ))}
          <div ref={end} className="thread-end" />
        </div>
      </div>
      {!atEnd && (
        <Button className="thread-down" size="compact-sm" variant="default" onClick={() => scrolled.current?.scrollTo({ top: 0, behavior: 'smooth' })}>
          {unread > 0 ? t('talk.newBelow') : t('talk.toEnd')} ↓
        </Button>
      )}
    </div>
  );
}

function Day({ at, before }: { readonly at: string; readonly before: string | undefined }) {
  const day = days.format(new Date(at));
  if (before && days.format(new Date(before)) === day) return null;
  return (
    <div className="thread-day">
      <span>{day === days.format(new Date()) ? t('talk.today') : day}</span>
    </div>
  );
}

/** Tells once that all up to an item was seen by somebody who looks. @param upTo  undefined: nothing to tell */
function useSeen(id: string, upTo: string | undefined): void {
  const queries = useQueryClient();
  const told = useRef<string>(undefined);
  const looks = useDocumentVisibility() === 'visible';
  useEffect(() => {
    if (!upTo || !looks || told.current === upTo) return;
    told.current = upTo;
    post(`/api/v1/conversations/${encodeURIComponent(id)}/read`, { upTo }).then(
      () => queries.invalidateQueries({ predicate: ({ queryKey: [first, second] }) => (first === 'conversation' && second === id) || first === 'conversations' }),
      // Asked again with the next hint.
      () => (told.current = undefined),
    );
  }, [id, upTo, looks, queries]);
}
