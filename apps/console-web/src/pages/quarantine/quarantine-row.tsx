import { Badge, Button, Group, Paper, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '../../api/client';
import type { Quarantined } from '../../api/types';
import { number, size, Time } from '../../parts/format';
import { complain, toast } from '../../parts/messages';
import { t, word } from '../../texts/text';
import { Dismiss } from './dismiss';
import { Raw } from './raw';

interface Props {
  readonly item: Quarantined;
  readonly account: string;
  readonly onChanged: () => void;
}

export function QuarantineRow({ item, account, onChanged }: Props) {
  const { id, reason, payload, status, seen, receivedAt, contactIds, dismissedFor } = item;
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'raw' | 'dismiss'>();
  const act = useMutation({
    mutationFn: (what: 'replay' | 'reopen') => post(`/api/v1/quarantine/${id}/${what}`),
    onSuccess: (_, what) => toast(t(what === 'replay' ? 'quarantine.replayed' : 'quarantine.reopened')),
    onError: complain,
    onSettled: async () => {
      await queries.invalidateQueries();
      onChanged();
    },
  });
  const facts = [account, `${t('quarantine.stage')}: ${word('stage', reason.stage)}`, payload.mediaType, size(payload.sizeBytes), seen > 1 && t('quarantine.seen', { count: number(seen) })];
  return (
    <Paper withBorder p="sm" mb={4} className="quarantine-item">
      <Group justify="space-between" gap="xs">
        <Text fw={500}>{reason.detail || reason.code}</Text>
        <Text size="sm" c="dimmed">
          <Time iso={receivedAt} />
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {facts.filter(Boolean).join(' · ')}
      </Text>
      {dismissedFor && (
        <Text size="sm">
          {t('quarantine.reason')}: {dismissedFor}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        {status !== 'open' && <Badge color="gray">{word('quarantineStatus', status)}</Badge>}
        {status === 'open' && (
          <>
            <Button size="compact-sm" variant="default" loading={act.isPending} onClick={() => act.mutate('replay')}>
              {t('quarantine.replay')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsking('dismiss')}>
              {t('quarantine.dismiss')}
            </Button>
          </>
        )}
        {status === 'dismissed' && (
          <Button size="compact-sm" variant="default" loading={act.isPending} onClick={() => act.mutate('reopen')}>
            {t('quarantine.reopen')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => setAsking('raw')}>
          {t('quarantine.raw')}
        </Button>
        {contactIds.map((contactId) => (
          <Link key={contactId} href={`/contacts/${contactId}`}>
            {t('contact.title')}
          </Link>
        ))}
      </Group>
      {asking === 'raw' && <Raw id={id} onClose={() => setAsking(undefined)} />}
      {asking === 'dismiss' && <Dismiss path={`/api/v1/quarantine/${id}/dismiss`} what={reason.detail || reason.code} onClose={() => setAsking(undefined)} onChanged={onChanged} />}
    </Paper>
  );
}
