import { Alert, Button, Group, NativeSelect, SimpleGrid, useMatches } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { connectors as connectorsQuery } from '../../api/queries';
import type { Connector } from '../../api/types';
import { number } from '../../parts/format';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { SearchBox } from '../../parts/search-box';
import { useUrlFilters } from '../../parts/url-filters';
import { VirtualList } from '../../parts/virtual-list';
import { useRole } from '../../session/me';
import { t } from '../../texts/text';
import { ConnectorCard } from './connector-card';
import { healthOrder, isTroubled } from './health';

const CARD_HEIGHT = 220;

/** Is every connector well, which one is not, and what to do about it. */
export default function Connectors() {
  const admin = useRole('admin');
  const columns = useMatches({ base: 1, md: 2, xl: 3 });
  const [query, change] = useUrlFilters('/connectors');
  const { data, error, refetch } = useQuery(connectorsQuery);
  const all = data?.items;
  const shown = all?.filter((connector) => isWanted(connector, query)).sort((a, b) => healthOrder(a) - healthOrder(b) || a.name.localeCompare(b.name));
  return (
    <PageFrame
      title={t('connectors.title')}
      actions={
        admin && (
          <Button component={Link} href="/connectors/add">
            {t('connectors.add')}
          </Button>
        )
      }
    >
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!all && !error && <Loading />}
      {all && all.length > 0 && <Verdict connectors={all} />}
      {all && all.length > 0 && (
        <Group align="end" role="search">
          <SearchBox label={t('connectors.search')} value={query.get('q') ?? ''} onSearch={(q) => change({ q })} />
          <NativeSelect label={t('connectors.state')} name="show" value={query.get('show') ?? ''} onChange={({ currentTarget }) => change({ show: currentTarget.value })} data={[{ value: '', label: t('connectors.any') }, { value: 'trouble', label: t('connectors.troubled') }]} />
        </Group>
      )}
      {all?.length === 0 && (
        <Empty title={t('connectors.empty')} text={t('connectors.emptyText')}>
          {admin && (
            <Button component={Link} href="/connectors/add">
              {t('connectors.add')}
            </Button>
          )}
        </Empty>
      )}
      {all && all.length > 0 && shown?.length === 0 && <Empty title={t('connectors.nothing')} text={t('connectors.nothingText')} />}
      {shown && shown.length > 0 && (
        <VirtualList
          label={t('connectors.title')}
          items={rowsOf(shown, columns)}
          idOf={(row) => row[0]?.accountId ?? ''}
          rowHeight={CARD_HEIGHT}
          gap={12}
          row={(row) => (
            <SimpleGrid cols={columns} spacing="sm">
              {row.map((connector) => (
                <ConnectorCard key={connector.accountId} connector={connector} />
              ))}
            </SimpleGrid>
          )}
        />
      )}
    </PageFrame>
  );
}

/** One sentence for the whole list. */
function Verdict({ connectors }: { readonly connectors: readonly Connector[] }) {
  const troubled = connectors.filter(isTroubled).length;
  const unknown = connectors.filter(({ health }) => health === 'unknown').length;
  if (troubled > 0) return <Alert color={connectors.some(({ health }) => health === 'broken') ? 'red' : 'yellow'} className="verdict bad" role="status">{t('connectors.trouble', { count: number(troubled), total: number(connectors.length) })}</Alert>;
  if (unknown > 0) return <Alert color="gray" className="verdict" role="status">{t('connectors.notYetKnown', { count: number(unknown) })}</Alert>;
  return <Alert color="teal" className="verdict good" role="status">{t('connectors.allWell')}</Alert>;
}

function isWanted(connector: Connector, query: URLSearchParams): boolean {
  const words = query.get('q')?.toLowerCase() ?? '';
  return connector.name.toLowerCase().includes(words) && (query.get('show') !== 'trouble' || isTroubled(connector));
}

function rowsOf<T>(items: readonly T[], columns: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / columns) }, (_, row) => items.slice(row * columns, (row + 1) * columns));
}
