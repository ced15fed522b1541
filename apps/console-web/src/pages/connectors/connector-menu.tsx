import { ActionIcon, Menu } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { post, Problem, remove } from '../../api/client';
import { channels } from '../../api/queries';
import type { CheckAnswer, Connector } from '../../api/types';
import { Ask } from '../../parts/ask';
import { complain, toast } from '../../parts/messages';
import { useRole } from '../../session/me';
import { t } from '../../texts/text';
import { FetchWindow } from './fetch-window';

/** What may be done to an account, as far as its channel can. */
export function ConnectorMenu({ connector: { accountId, channel, name } }: { readonly connector: Connector }) {
  const admin = useRole('admin');
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [asking, setAsking] = useState<'backfill' | 'reconcile' | 'remove'>();
  const { data } = useQuery(channels);
  const can = (capability: string) => data?.items.find((each) => each.name === channel)?.capabilities.includes(capability) ?? false;
  const close = () => setAsking(undefined);
  const act = useMutation({
    mutationFn: (what: 'check' | 'probe') => (what === 'check' ? check(accountId) : probe(accountId)),
    onSuccess: toast,
    onError: complain,
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('connectors.actions', { name })} loading={act.isPending}>
            <svg viewBox="0 0 16 16" width={16} height={16} fill="currentColor" aria-hidden>
              <circle cx={8} cy={2.5} r={1.5} />
              <circle cx={8} cy={8} r={1.5} />
              <circle cx={8} cy={13.5} r={1.5} />
            </svg>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {admin && can('check') && <Menu.Item onClick={() => act.mutate('check')}>{t('connectors.check')}</Menu.Item>}
          {can('probe') && <Menu.Item onClick={() => act.mutate('probe')}>{t('connectors.probe')}</Menu.Item>}
          {can('reconcile') && <Menu.Item onClick={() => setAsking('reconcile')}>{t('connectors.reconcile')}</Menu.Item>}
          {can('backfill') && <Menu.Item onClick={() => setAsking('backfill')}>{t('connectors.backfill')}</Menu.Item>}
          <Menu.Item onClick={() => go(`/connectors/${accountId}`)}>{t('connectors.settings')}</Menu.Item>
          <Menu.Item onClick={() => go(`/contacts?accountId=${accountId}`)}>{t('connectors.contacts')}</Menu.Item>
          {admin && (
            <Menu.Item color="red" onClick={() => setAsking('remove')}>
              {t('action.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking === 'remove' && (
        <Ask
          danger
          title={t('connectors.removeTitle', { name })}
          text={t('connectors.removeText')}
          submit={t('action.remove')}
          onClose={close}
          onSubmit={async () => {
            await remove(`/api/v1/accounts/${accountId}`);
            toast(t('connectors.removed', { name }));
            await queries.invalidateQueries();
            go('/connectors');
          }}
        />
      )}
      {(asking === 'backfill' || asking === 'reconcile') && <FetchWindow kind={asking} accountId={accountId} name={name} onClose={close} />}
    </>
  );
}

async function check(accountId: string): Promise<string> {
  const { ok, title = '', failure } = await post<CheckAnswer>(`/api/v1/accounts/${accountId}/check`);
  if (!ok) throw new Problem(0, { detail: failure?.detail ?? t('error.unknown') });
  return t('connectors.checked', { title });
}

async function probe(accountId: string): Promise<string> {
  const { tookMs } = await post<{ tookMs: number }>(`/api/v1/accounts/${accountId}/probe`);
  return t('connectors.probed', { count: Math.round(tookMs) });
}
