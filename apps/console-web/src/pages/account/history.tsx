import { Badge, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client';
import type { HistoryItem, Page } from '../../api/types';
import { Time } from '../../parts/format';
import { Failure, Loading } from '../../parts/messages';
import { WideTable } from '../../parts/wide-table';
import { t, word } from '../../texts/text';

/** Each change of what is known of an account, newest first. */
export function History({ accountId }: { readonly accountId: string }) {
  const { data, error, refetch } = useQuery({ queryKey: ['history', accountId], queryFn: () => get<Page<HistoryItem>>(`/api/v1/connectors/${accountId}/history`, { limit: 200 }) });
  if (error) return <Failure problem={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Text c="dimmed">{t('account.noHistory')}</Text>;
  return (
    <WideTable label={t('account.history')} heads={[t('account.when'), t('account.fact'), t('connectors.state')]}>
          {data.items.map(({ at, fact, state, code }, index) => (
            <Table.Tr key={index}>
              <Table.Td>
                <Time iso={at} exact />
              </Table.Td>
              <Table.Td>{word('factName', fact)}</Table.Td>
              <Table.Td>
                <Badge variant="light" color="gray">
                  {fact === 'health' ? word('health', state) : word('fact', state)}
                </Badge>{' '}
                {code && word('cause', code)}
              </Table.Td>
            </Table.Tr>
          ))}
        </WideTable>
  );
}
