import { Badge, Paper, Text } from '@mantine/core';
import type { AuditEntry } from '../api/types';
import { Time } from '../parts/format';
import { useGrowingList } from '../parts/growing-list';
import { Empty, Failure, Loading } from '../parts/messages';
import { PageFrame } from '../parts/page';
import { VirtualList } from '../parts/virtual-list';
import { t } from '../texts/text';

/** Who changed what, and from where. */
export default function Audit() {
  const list = useGrowingList<AuditEntry>('/api/v1/audit', {});
  return (
    <PageFrame title={t('nav.audit')} text={t('audit.text')}>
      {list.problem && <Failure problem={list.problem} again={list.refresh} />}
      {!list.items && !list.problem && <Loading />}
      {list.items?.length === 0 && <Empty title={t('audit.empty')} />}
      {list.items && list.items.length > 0 && <VirtualList label={t('nav.audit')} items={list.items} idOf={({ id }) => id} row={(entry) => <Row entry={entry} />} rowHeight={76} hasMore={list.hasMore} more={list.more} />}
    </PageFrame>
  );
}

function Row({ entry: { at, method, route, outcome, status, fields, clientAddress, actor } }: { readonly entry: AuditEntry }) {
  return (
    <Paper withBorder p="xs" mb={4}>
      <Text size="sm">
        <b>{actor?.name ?? '—'}</b> · {method} {route}{' '}
        <Badge size="sm" variant="light" color={outcome === 'done' ? 'teal' : 'red'}>
          {status}
        </Badge>
      </Text>
      <Text size="xs" c="dimmed">
        <Time iso={at} exact /> · {clientAddress}
        {fields.length > 0 && ` · ${fields.join(', ')}`}
      </Text>
    </Paper>
  );
}
