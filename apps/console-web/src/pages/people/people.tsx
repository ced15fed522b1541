import { Group, Tabs, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Person } from '../../api/types';
import { Time } from '../../parts/format';
import { useGrowingList } from '../../parts/growing-list';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { SearchBox } from '../../parts/search-box';
import { useUrlFilters } from '../../parts/url-filters';
import { VirtualList } from '../../parts/virtual-list';
import { useIsOperator } from '../../session/me';
import { t } from '../../texts/text';
import { Companies } from './companies';
import { NotLeads } from './not-leads';
import { Shared } from './shared';
import { Suggestions } from './suggestions';

/** Who is known, who may be one, which companies, and what was no lead. */
export default function People() {
  const operator = useIsOperator();
  const [query, change] = useUrlFilters('/people');
  return (
    <PageFrame title={t('nav.people')}>
      <Tabs value={query.get('tab') ?? 'people'} onChange={(tab) => change({ tab: tab === 'people' ? null : tab, q: null })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="people">{t('nav.people')}</Tabs.Tab>
          {operator && <Tabs.Tab value="suggestions">{t('people.suggestions')}</Tabs.Tab>}
          <Tabs.Tab value="companies">{t('people.companies')}</Tabs.Tab>
          {operator && <Tabs.Tab value="shared">{t('people.sharedTab')}</Tabs.Tab>}
          {operator && <Tabs.Tab value="not-leads">{t('people.notLeads')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="people" pt="md">
          <All q={query.get('q')} onSearch={(q) => change({ q })} />
        </Tabs.Panel>
        <Tabs.Panel value="suggestions" pt="md">
          <Suggestions />
        </Tabs.Panel>
        <Tabs.Panel value="companies" pt="md">
          <Companies q={query.get('q')} onSearch={(q) => change({ q })} />
        </Tabs.Panel>
        <Tabs.Panel value="shared" pt="md">
          <Shared />
        </Tabs.Panel>
        <Tabs.Panel value="not-leads" pt="md">
          <NotLeads />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}

function All({ q, onSearch }: { readonly q: string | null; readonly onSearch: (words: string) => void }) {
  const list = useGrowingList<Person>('/api/v1/people', { q });
  return (
    <>
      <Group align="end" role="search" mb="md">
        <SearchBox label={t('people.search')} placeholder={t('people.searchHint')} value={q ?? ''} onSearch={onSearch} />
      </Group>
      {list.problem && <Failure problem={list.problem} again={list.refresh} />}
      {!list.items && !list.problem && <Loading />}
      {list.items?.length === 0 && <Empty title={t(q ? 'people.nothing' : 'people.empty')} {...(!q && { text: t('people.emptyText') })} />}
      {list.items && list.items.length > 0 && <VirtualList label={t('nav.people')} items={list.items} idOf={({ id }) => id} row={(person) => <PersonRow person={person} />} rowHeight={64} hasMore={list.hasMore} more={list.more} />}
    </>
  );
}

function PersonRow({ person: { id, name, company, createdAt } }: { readonly person: Person }) {
  return (
    <Link href={`/people/${id}`} className="row-link low">
      <Text fw={600} className="one-line">
        {name || t('contacts.nobody')}
      </Text>
      <Text size="sm" c="dimmed" className="one-line">
        {company && `${company} · `}
        {t('people.since')} <Time iso={createdAt} />
      </Text>
    </Link>
  );
}
