import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { connectors } from '../../api/queries';
import type { Contact } from '../../api/types';
import { useGrowingList } from '../../parts/growing-list';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { SearchBox } from '../../parts/search-box';
import { useUrlFilters } from '../../parts/url-filters';
import { VirtualList } from '../../parts/virtual-list';
import { useIsOperator } from '../../session/me';
import { t, word } from '../../texts/text';
import { ContactRow } from './contact-row';

const ROW_HEIGHT = 83;
const PASSED_ON = ['channel', 'accountId', 'personId', 'leadId', 'q'] as const;

export default function Contacts() {
  const operator = useIsOperator();
  const [query, change] = useUrlFilters('/contacts');
  const { data: accounts } = useQuery({ ...connectors, enabled: operator });
  const list = useGrowingList<Contact>('/api/v1/contacts', asked(query));
  const channels = [...new Set((accounts?.items ?? []).map(({ channel }) => channel))];
  return (
    <PageFrame title={t(query.get('personId') ? 'contacts.person' : 'contacts.title')}>
      <Group align="end" role="search">
        <SearchBox label={t('contacts.search')} placeholder={t('contacts.searchHint')} value={query.get('q') ?? ''} onSearch={(q) => change({ q })} />
        {operator && (
          <>
            <NativeSelect label={t('contacts.channel')} name="channel" value={query.get('channel') ?? ''} onChange={({ currentTarget }) => change({ channel: currentTarget.value })} data={[{ value: '', label: t('contacts.anyChannel') }, ...channels.map((value) => ({ value, label: word('channel', value) }))]} />
            <NativeSelect label={t('contacts.account')} name="accountId" value={query.get('accountId') ?? ''} onChange={({ currentTarget }) => change({ accountId: currentTarget.value })} data={[{ value: '', label: t('contacts.anyAccount') }, ...(accounts?.items ?? []).map(({ accountId, name }) => ({ value: accountId, label: name }))]} />
          </>
        )}
        <TextInput type="date" label={t('contacts.since')} name="since" value={query.get('since') ?? ''} onChange={({ currentTarget }) => change({ since: currentTarget.value })} />
        {query.size > 0 && (
          <Button component={Link} href="/contacts" variant="default">
            {t('action.reset')}
          </Button>
        )}
      </Group>
      {list.problem && <Failure problem={list.problem} again={list.refresh} />}
      {!list.items && !list.problem && <Loading />}
      {list.items?.length === 0 && <NothingHere filtered={query.size > 0} operator={operator} />}
      {list.items && list.items.length > 0 && <VirtualList label={t('contacts.title')} items={list.items} idOf={({ id }) => id} row={(contact) => <ContactRow contact={contact} />} rowHeight={ROW_HEIGHT} uniform hasMore={list.hasMore} more={list.more} />}
    </PageFrame>
  );
}

/** The address's filters as the API takes them: a day begins in the viewer's zone. */
function asked(query: URLSearchParams): Record<string, string | null> {
  const day = query.get('since');
  const since = day ? new Date(`${day}T00:00:00`) : undefined;
  return {
    ...Object.fromEntries(PASSED_ON.map((name) => [name, query.get(name)])),
    since: since && !Number.isNaN(since.getTime()) ? since.toISOString() : null,
  };
}

function NothingHere({ filtered, operator }: { readonly filtered: boolean; readonly operator: boolean }) {
  if (filtered) return <Empty title={t('contacts.nothing')} text={t('contacts.nothingText')} />;
  if (!operator) return <Empty title={t('contacts.empty')} text={t('contacts.emptyManager')} />;
  return (
    <Empty title={t('contacts.empty')} text={t('contacts.emptyText')}>
      <Button component={Link} href="/connectors">
        {t('contacts.emptyAction')}
      </Button>
    </Empty>
  );
}
