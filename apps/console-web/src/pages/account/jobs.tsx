import { Badge, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client';
import type { Job, Page } from '../../api/types';
import { moment, number } from '../../parts/format';
import { Failure, Loading } from '../../parts/messages';
import { WideTable } from '../../parts/wide-table';
import { t, word } from '../../texts/text';

const WORKING_MS = 2_000;

/** Backfills, reconciles and the gaps of outages: what was announced, fetched and new. */
export function Jobs({ accountId }: { readonly accountId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['jobs', accountId],
    queryFn: () => get<Page<Job>>(`/api/v1/accounts/${accountId}/jobs`, { limit: 100 }),
    refetchInterval: ({ state }) => (state.data?.items.some(({ state: each }) => each === 'running' || each === 'waiting') ? WORKING_MS : false),
  });
  if (error) return <Failure problem={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Text c="dimmed">{t('account.noJobs')}</Text>;
  return (
    <WideTable label={t('account.jobs')} className="jobs" heads={[t('account.job'), t('account.window'), t('account.announced'), t('account.fetched'), t('account.stored'), t('connectors.state')]}>
          {data.items.map((job) => (
            <Table.Tr key={job.id}>
              <Table.Td>{job.cause === 'outage' ? t('account.gap') : word('job', job.kind)}</Table.Td>
              <Table.Td>
                {moment(job.from)} – {moment(job.to)}
              </Table.Td>
              <Table.Td>{job.counted === null ? '…' : number(job.counted)}</Table.Td>
              <Table.Td>{number(job.fetched)}</Table.Td>
              <Table.Td>{number(job.stored)}</Table.Td>
              <Table.Td>
                <Badge variant="light" color={job.state === 'done' ? 'teal' : job.state === 'failed' ? 'red' : 'blue'}>
                  {word('jobState', job.state)}
                </Badge>
                {job.failure && <Text size="sm">{job.failure.detail}</Text>}
              </Table.Td>
            </Table.Tr>
          ))}
        </WideTable>
  );
}
