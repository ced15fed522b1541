import { Badge, Group, NativeSelect, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { Link } from 'wouter';
import { get } from '../../api/client';
import type { Conversation } from '../../api/conversation-types';
import type { Page } from '../../api/types';
import { number, Time } from '../../parts/format';
import { Empty, Failure, Loading } from '../../parts/messages';
import { SearchBox } from '../../parts/search-box';
import { useUrlFilters } from '../../parts/url-filters';
import { useMe } from '../../session/me';
import { t, word } from '../../texts/text';
import { GroupSign } from './group-sign';
import { More } from './more';
import { isShared, titleOf } from './title';

const PAGE = 50;
/** What is shown, and how the API is asked for it. */
const SHOWN = {
  open: { finished: 'false' },
  mine: { finished: 'false', managerId: 'me' },
  unread: { unread: 'true' },
  finished: { finished: 'true' },
} as const;
type Shown = keyof typeof SHOWN;

export function ConversationList({ chosen }: { readonly chosen: string | undefined }) {
  const me = useMe();
  const [query, change] = useUrlFilters(chosen ? `/conversations/${chosen}` : '/conversations');
  const show = shownOf(query.get('show'));
  const words = query.get('q') ?? '';
  const list = useInfiniteQuery({
    queryKey: ['conversations', 'list', show, words],
    queryFn: ({ pageParam }) => get<Page<Conversation>>('/api/v1/conversations', { ...SHOWN[show], q: words, limit: PAGE, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    // A search that found nothing so far goes on, too.
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  // Somebody who writes while pages are asked for stands on two of them.
  const items = list.data && [...new Map(list.data.pages.flatMap((page) => page.items).map((each) => [each.id, each])).values()];
  const choices = (Object.keys(SHOWN) as Shown[]).filter((value) => value !== 'mine' || me.managerId !== null);
  return (
    <>
      <Group align="end" gap="xs" role="search" wrap="nowrap" className="talk-filters">
        <SearchBox label={t('talk.search')} placeholder={t('talk.searchHint')} value={words} onSearch={(q) => change({ q })} />
        <NativeSelect label={t('talk.show')} name="show" value={show} onChange={({ currentTarget }) => change({ show: currentTarget.value === 'open' ? null : currentTarget.value })} data={choices.map((value) => ({ value, label: t(`talkShown.${value}`) }))} />
      </Group>
      {list.error && <Failure problem={list.error} again={() => void list.refetch()} />}
      {list.isPending && <Loading />}
      {items?.length === 0 && !list.hasNextPage && (words ? <Empty title={t('talk.nothing')} text={t('talk.nothingText')} /> : <Empty title={t('talk.empty')} text={t(`talkEmpty.${show}`)} />)}
      {items && (items.length > 0 || list.hasNextPage) && (
        <div className="talk-rows">
          <ul aria-label={t('talk.title')}>
            {items.map((conversation) => (
              <li key={conversation.id}>
                <Row conversation={conversation} href={`/conversations/${encodeURIComponent(conversation.id)}${query.size > 0 ? `?${query}` : ''}`} chosen={conversation.id === chosen} />
              </li>
            ))}
          </ul>
          {list.hasNextPage && <More text={t('talk.more')} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />}
        </div>
      )}
    </>
  );
}

function shownOf(value: string | null): Shown {
  return value !== null && value in SHOWN ? (value as Shown) : 'open';
}

interface RowProps {
  readonly conversation: Conversation;
  readonly href: string;
  readonly chosen: boolean;
}

const Row = memo(function Row({ conversation, href, chosen }: RowProps) {
  const { kind, channel, lastItem, lastAt, unread, pinned, finishedAt, lead } = conversation;
  return (
    <Link href={href} className="talk-row" {...(chosen && { 'aria-current': 'true' as const })}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text fw={unread > 0 ? 700 : 600} className="one-line">
          {kind === 'group' && <GroupSign />}
          {titleOf(conversation)}
        </Text>
        <Text size="xs" c="dimmed" className="talk-time">
          <Time iso={lastAt} />
        </Text>
      </Group>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" className="one-line">
          {lastItem && lastItem.kind !== 'contact' && <Text span inherit c="dimmed">{word('talkLast', lastItem.kind)}: </Text>}
          <bdi>{lastItem?.text || t('contacts.noText')}</bdi>
        </Text>
        {unread > 0 && (
          <Badge size="sm" variant="filled" circle={unread < 10} title={t('talk.unread', { count: number(unread) })}>
            {number(unread)}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" className="one-line">
        {[pinned && t('talk.pinned'), word('channel', channel), isShared(conversation) && word('talkKind', kind), finishedAt ? t('talk.finished') : lead && !lead.managerId && lead.status === 'open' && t('leads.pool')].filter(Boolean).join(' · ')}
      </Text>
    </Link>
  );
});
