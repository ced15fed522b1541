import { Alert, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get } from '../../api/client';
import { connectors, stats } from '../../api/queries';
import type { Lead, Page, Stats } from '../../api/types';
import { number } from '../../parts/format';
import { Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useIsOperator } from '../../session/me';
import { t } from '../../texts/text';
import { ConnectorCard } from '../connectors/connector-card';
import { healthOrder } from '../connectors/health';
import { LeadRow } from '../leads/lead-row';
import { Demo } from './demo';
import { FirstSteps } from './first-steps';

const FIGURES = ['accepted', 'leads', 'joined', 'notLeads', 'quarantined'] as const;
const SHOWN_LEADS = 10;
const SHOWN_CONNECTORS = 6;

/** Is every connector well, is anything lost, who waits: on one screen. */
export default function Home() {
  const operator = useIsOperator();
  const { data, error, refetch } = useQuery(stats);
  return (
    <PageFrame title={t('home.title')}>
      {error && !data ? <Failure problem={error} again={() => void refetch()} /> : data ? <Accounted stats={data} /> : <Loading />}
      {data && <Figures stats={data} />}
      {operator && <Demo />}
      {operator && <FirstSteps />}
      {operator && <Board />}
      <Waiting operator={operator} />
    </PageFrame>
  );
}

/** The one sentence that matters: is anything lost? */
function Accounted({ stats: { unaccounted } }: { readonly stats: Stats }) {
  if (unaccounted === 'unknown') return <Alert color="yellow" className="verdict" role="status">{t('home.partial')}</Alert>;
  if (unaccounted === 0) return <Alert color="teal" className="verdict" role="status">{t('home.unaccountedGood')}</Alert>;
  return (
    <Alert color="red" className="verdict" role="alert">
      <b>{number(unaccounted)}</b> {t('home.unaccountedBad')} <Link href="/custody">{t('home.which')}</Link>
    </Alert>
  );
}

function Figures({ stats: figures }: { readonly stats: Stats }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} component="dl" m={0}>
      {FIGURES.map((name) => (
        <Paper key={name} withBorder p="sm" className="tile">
          <Text component="dt" size="sm" c="dimmed">
            {t(`home.${name}`)}
          </Text>
          <Text component="dd" m={0} fz="xl" fw={600}>
            {figures[name] === 'unknown' ? t('home.unknown') : number(figures[name])}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}

/** Those that need somebody first. */
function Board() {
  const { data } = useQuery(connectors);
  if (!data || data.items.length === 0) return null;
  const shown = [...data.items].sort((a, b) => healthOrder(a) - healthOrder(b)).slice(0, SHOWN_CONNECTORS);
  return (
    <section>
      <Heading title={t('connectors.title')} href="/connectors" link={t('home.allConnectors', { count: number(data.items.length) })} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {shown.map((connector) => (
          <ConnectorCard key={connector.accountId} connector={connector} />
        ))}
      </SimpleGrid>
    </section>
  );
}

function Waiting({ operator }: { readonly operator: boolean }) {
  const { data } = useQuery({
    queryKey: ['leads', 'waiting', operator],
    queryFn: () => get<Page<Lead>>('/api/v1/leads', { status: 'open', limit: SHOWN_LEADS, managerId: operator ? 'none' : 'me' }),
  });
  return (
    <section>
      <Heading title={t(operator ? 'home.waiting' : 'home.mine')} href="/leads" link={t('home.all')} />
      {data?.items.length === 0 && <Text c="dimmed">{t(operator ? 'home.waitingNone' : 'home.mineNone')}</Text>}
      <Stack gap={0} role="list">
        {data?.items.map((lead) => (
          <div role="listitem" key={lead.id}>
            <LeadRow lead={lead} />
          </div>
        ))}
      </Stack>
    </section>
  );
}

function Heading({ title, href, link }: { readonly title: string; readonly href: string; readonly link: string }) {
  return (
    <Group justify="space-between" mb="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      <Link href={href}>{link}</Link>
    </Group>
  );
}
