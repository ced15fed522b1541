import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { post } from '../../api/client';
import { Ask } from '../../parts/ask';
import { localTime } from '../../parts/format';
import { toast } from '../../parts/messages';
import { t } from '../../texts/text';

const DAY_MS = 24 * 60 * 60_000;

interface Props {
  readonly kind: 'backfill' | 'reconcile';
  readonly accountId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Fetches a window again, or what is missing of it. What came of it stands on the account's page. */
export function FetchWindow({ kind, accountId, name, onClose }: Props) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [from, setFrom] = useState(() => localTime(new Date(Date.now() - DAY_MS)));
  const [to, setTo] = useState(() => localTime(new Date()));
  return (
    <Ask
      title={`${t(`connectors.${kind}`)}: ${name}`}
      text={t(`connectors.${kind}Text`)}
      submit={t('connectors.fetch')}
      onClose={onClose}
      onSubmit={async () => {
        await post(`/api/v1/accounts/${accountId}/${kind}`, { from: new Date(from).toISOString(), to: new Date(to).toISOString() });
        toast(t('connectors.fetching'));
        await queries.invalidateQueries();
        go(`/connectors/${accountId}?tab=jobs`);
      }}
    >
      <TextInput type="datetime-local" label={t('connectors.from')} value={from} required onChange={({ currentTarget }) => setFrom(currentTarget.value)} />
      <TextInput type="datetime-local" label={t('connectors.to')} value={to} required onChange={({ currentTarget }) => setTo(currentTarget.value)} />
    </Ask>
  );
}
