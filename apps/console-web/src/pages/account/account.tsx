import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { account as accountQuery, channels, connectors } from '../../api/queries';
import { Failure, Loading, toast } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useUrlFilters } from '../../parts/url-filters';
import { useRole } from '../../session/me';
import { t } from '../../texts/text';
import { ConnectorCard } from '../connectors/connector-card';
import { AccountForm } from './account-form';
import { History } from './history';
import { HowToConnect } from './how-to-connect';
import { Jobs } from './jobs';

/** One account: how it is, its settings, what to paste where, how it fared, what was fetched again. */
export default function Account({ id }: { readonly id: string }) {
  const admin = useRole('admin');
  const [query, change] = useUrlFilters(`/connectors/${id}`);
  const { data: account, error, refetch } = useQuery(accountQuery(id));
  const { data: kinds } = useQuery(channels);
  const { data: all } = useQuery(connectors);
  const back = { href: '/connectors', text: t('connectors.title') };
  if (error && !account) return <PageFrame title={t('connectors.title')} back={back}><Failure problem={error} again={() => void refetch()} /></PageFrame>;
  const channel = kinds?.items.find(({ name }) => name === account?.channel);
  if (!account || !channel) return <Loading />;
  const connector = all?.items.find(({ accountId }) => accountId === id);
  const receives = channel.capabilities.includes('webhook') && account.webhookUrl !== undefined;
  const fetches = channel.capabilities.includes('backfill') || channel.capabilities.includes('reconcile');
  const first = admin ? 'settings' : receives ? 'connect' : 'history';
  return (
    <PageFrame title={account.name} back={back}>
      {connector && <ConnectorCard connector={connector} />}
      <Tabs value={query.get('tab') ?? first} onChange={(tab) => change({ tab: tab === first ? null : tab })} keepMounted={false}>
        <Tabs.List>
          {admin && <Tabs.Tab value="settings">{t('connectors.settings')}</Tabs.Tab>}
          {receives && <Tabs.Tab value="connect">{t('connectors.show')}</Tabs.Tab>}
          <Tabs.Tab value="history">{t('account.history')}</Tabs.Tab>
          {fetches && <Tabs.Tab value="jobs">{t('account.jobs')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="settings" pt="md">
          {admin && <AccountForm key={JSON.stringify(account)} channel={channel} account={account} onSaved={(_, checked) => toast(checked ? t('account.connected', { title: checked }) : t('account.saved'))} />}
        </Tabs.Panel>
        <Tabs.Panel value="connect" pt="md">
          <HowToConnect account={account} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          <History accountId={id} />
        </Tabs.Panel>
        <Tabs.Panel value="jobs" pt="md">
          <Jobs accountId={id} />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}
