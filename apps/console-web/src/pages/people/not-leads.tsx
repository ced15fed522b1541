import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client';
import { number } from '../../parts/format';
import { Failure, Loading } from '../../parts/messages';
import { WideTable } from '../../parts/wide-table';
import { t, word } from '../../texts/text';

/** What was no lead, counted by reason. */
export function NotLeads() {
  const { data, error, refetch } = useQuery({ queryKey: ['not-leads'], queryFn: () => get<{ items: readonly { reason: string; count: number }[] }>('/api/v1/not-leads') });
  if (error) return <Failure problem={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      <Text c="dimmed" mb="md">
        {t('people.notLeadsText')}
      </Text>
      {data.items.length === 0 ? (
        <Text>{t('people.noNotLeads')}</Text>
      ) : (
        <WideTable label={t('people.notLeads')} heads={[t('people.reason'), t('people.count')]}>
          {data.items.map(({ reason, count }) => (
            <Table.Tr key={reason}>
              <Table.Td>{word('reason', reason)}</Table.Td>
              <Table.Td>{number(count)}</Table.Td>
            </Table.Tr>
          ))}
        </WideTable>
      )}
    </>
  );
}
