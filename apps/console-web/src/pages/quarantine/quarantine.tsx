import { Alert, Group, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { connectors, quarantineGroups } from '../../api/queries';
import type { Quarantined } from '../../api/types';
import { useGrowingList } from '../../parts/growing-list';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useUrlFilters } from '../../parts/url-filters';
import { VirtualList } from '../../parts/virtual-list';
import { t } from '../../texts/text';
import { QuarantineGroupCard } from './quarantine-group';
import { QuarantineRow } from './quarantine-row';

const ROW_HEIGHT = 110;
const STATES = ['open', 'replayed', 'dismissed'] as const;

/** What could not be understood: by cause, and one by one. */
export default function Quarantine() {
  const [query, change] = useUrlFilters('/quarantine');
  const { data: groups, error, refetch } = useQuery(quarantineGroups);
  const { data: accounts } = useQuery(connectors);
  const accountId = query.get('accountId');
  const status = query.get('status') ?? 'open';
  const list = useGrowingList<Quarantined>('/api/v1/quarantine', { accountId, status, stage: query.get('stage'), code: query.get('code') });
  const nameOf = (id: string) => accounts?.items.find((each) => each.accountId === id)?.name ?? id;
  const changed = () => {
    list.refresh();
    void refetch();
  };
  const shownGroups = groups?.items.filter((group) => !accountId || group.accountId === accountId) ?? [];
  return (
    <PageFrame title={t('quarantine.title')} text={t('quarantine.text')}>
      {error && <Failure problem={error} again={() => void refetch()} />}
      <Stack gap="sm">
        {status === 'open' && shownGroups.map((group) => <QuarantineGroupCard key={`${group.accountId} ${group.stage} ${group.code}`} group={group} account={nameOf(group.accountId)} onChanged={changed} />)}
      </Stack>
      <Group align="end" role="search">
        <NativeSelect label={t('quarantine.state')} name="status" value={status} onChange={({ currentTarget }) => change({ status: currentTarget.value === 'open' ? null : currentTarget.value })} data={STATES.map((value) => ({ value, label: t(`quarantineStatus.${value}`) }))} />
        <NativeSelect label={t('contacts.account')} name="accountId" value={accountId ?? ''} onChange={({ currentTarget }) => change({ accountId: currentTarget.value })} data={[{ value: '', label: t('contacts.anyAccount') }, ...(accounts?.items ?? []).map((each) => ({ value: each.accountId, label: each.name }))]} />
      </Group>
      {query.get('code') && <Alert color="blue">{t('quarantine.ofOneCause')}</Alert>}
      {list.problem && <Failure problem={list.problem} again={list.refresh} />}
      {!list.items && !list.problem && <Loading />}
      {list.items?.length === 0 && <Empty title={t(status === 'open' ? 'quarantine.empty' : 'quarantine.nothing')} {...(status === 'open' && { text: t('quarantine.emptyText') })} />}
      {list.items && list.items.length > 0 && (
        <VirtualList label={t('quarantine.title')} items={list.items} idOf={({ id }) => id} row={(item) => <QuarantineRow item={item} account={nameOf(item.accountId)} onChanged={changed} />} rowHeight={ROW_HEIGHT} hasMore={list.hasMore} more={list.more} />
      )}
    </PageFrame>
  );
}
