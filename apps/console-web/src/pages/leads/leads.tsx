import { Button, Group, NativeSelect } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { managers } from '../../api/queries';
import type { Lead } from '../../api/types';
import { useGrowingList } from '../../parts/growing-list';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useUrlFilters } from '../../parts/url-filters';
import { VirtualList } from '../../parts/virtual-list';
import { useIsOperator } from '../../session/me';
import { t } from '../../texts/text';
import { LeadRow } from './lead-row';
import { NewLead } from './new-lead';

const ROW_HEIGHT = 83;
const STATES = ['open', 'closed', 'any'] as const;

export default function Leads() {
  const operator = useIsOperator();
  const [adding, { open, close }] = useDisclosure();
  const [query, change] = useUrlFilters('/leads');
  const status = query.get('status') ?? 'open';
  const { data: people } = useQuery({ ...managers, enabled: operator });
  const list = useGrowingList<Lead>('/api/v1/leads', { status: status === 'any' ? undefined : status, managerId: query.get('managerId'), personId: query.get('personId') });
  return (
    <PageFrame title={t('leads.title')} actions={<Button onClick={open}>{t('leads.byHand')}</Button>}>
      <Group align="end" role="search">
        <NativeSelect label={t('leads.status')} name="status" value={status} onChange={({ currentTarget }) => change({ status: currentTarget.value === 'open' ? null : currentTarget.value })} data={STATES.map((value) => ({ value, label: t(`leads.${value}`) }))} />
        {operator && (
          <NativeSelect
            label={t('leads.manager')}
            name="managerId"
            value={query.get('managerId') ?? ''}
            onChange={({ currentTarget }) => change({ managerId: currentTarget.value })}
            data={[{ value: '', label: t('leads.anyManager') }, { value: 'none', label: t('leads.pool') }, ...(people?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
          />
        )}
      </Group>
      {list.problem && <Failure problem={list.problem} again={list.refresh} />}
      {!list.items && !list.problem && <Loading />}
      {list.items?.length === 0 && <Empty title={t('leads.empty')} text={t(operator ? 'leads.emptyText' : 'leads.emptyManager')} />}
      {list.items && list.items.length > 0 && <VirtualList label={t('leads.title')} items={list.items} idOf={({ id }) => id} row={(lead) => <LeadRow lead={lead} />} rowHeight={ROW_HEIGHT} uniform hasMore={list.hasMore} more={list.more} />}
      {adding && <NewLead onClose={close} />}
    </PageFrame>
  );
}
