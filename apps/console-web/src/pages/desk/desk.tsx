import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useReducer, useState } from 'react';
import { get } from '../../api/client';
import type { Lead, Page } from '../../api/types';
import { Section } from '../../parts/facts';
import { Time } from '../../parts/format';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useMe } from '../../session/me';
import { t } from '../../texts/text';
import { CloseLead, TransferLead, useTakeLead } from '../leads/lead-actions';
import { LeadRow } from '../leads/lead-row';

const TICK_MS = 15_000;

/** What one has to do, and who waits for anybody. */
export default function Desk() {
  const me = useMe();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <PageFrame title={t('desk.title')}>
      {me.managerId && <Leads title={t('desk.mine')} empty={t('desk.mineEmpty')} query="managerId=me" sort={untakenFirst} />}
      <Leads title={t('desk.waiting')} empty={t('desk.waitingEmpty')} query="managerId=none&order=oldest" />
    </PageFrame>
  );
}

function Leads({ title, empty, query, sort }: { readonly title: string; readonly empty: string; readonly query: string; readonly sort?: (one: Lead, other: Lead) => number }) {
  const { data, error, refetch } = useQuery({ queryKey: ['desk', query], queryFn: () => get<Page<Lead>>(`/api/v1/leads?status=open&limit=100&${query}`) });
  const items = data && (sort ? [...data.items].sort(sort) : data.items);
  return (
    <Section title={title}>
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!items && !error && <Loading />}
      {items?.length === 0 && <Empty title={empty} />}
      <Stack gap="xs">{items?.map((lead) => <Card key={lead.id} lead={lead} />)}</Stack>
    </Section>
  );
}

function Card({ lead }: { readonly lead: Lead }) {
  const me = useMe();
  const take = useTakeLead(lead);
  const [asking, setAsking] = useState<'transfer' | 'close'>();
  const mine = me.managerId !== null && lead.managerId === me.managerId;
  return (
    <Paper withBorder p="xs">
      <LeadRow lead={lead} />
      <Group gap="xs" mt="xs">
        <Due lead={lead} />
        {me.managerId && (!lead.managerId || !lead.takenAt) && (
          <Button size="xs" loading={take.isPending} onClick={() => take.mutate()}>
            {t(mine ? 'desk.begin' : 'leads.take')}
          </Button>
        )}
        {mine && (
          <>
            <Button size="xs" variant="default" onClick={() => setAsking('transfer')}>
              {t('leads.transfer')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setAsking('close')}>
              {t('leads.close')}
            </Button>
          </>
        )}
      </Group>
      {asking === 'transfer' && <TransferLead lead={lead} onClose={() => setAsking(undefined)} />}
      {asking === 'close' && <CloseLead lead={lead} onClose={() => setAsking(undefined)} />}
    </Paper>
  );
}

/** Until when it has to be begun, or since when it waits. */
function Due({ lead: { managerId, takenAt, dueAt, openedAt } }: { readonly lead: Lead }) {
  if (!managerId) return <Text size="sm">{t('desk.since')} <Time iso={openedAt} /></Text>;
  if (takenAt || !dueAt) return null;
  const late = new Date(dueAt) < new Date();
  return (
    <Text size="sm" {...(late && { c: 'red', fw: 600 })}>
      {t(late ? 'desk.late' : 'desk.due')} <Time iso={dueAt} />
    </Text>
  );
}

function untakenFirst(one: Lead, other: Lead): number {
  return Number(Boolean(one.takenAt)) - Number(Boolean(other.takenAt)) || other.lastContactAt.localeCompare(one.lastContactAt);
}
