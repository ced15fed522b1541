import { Badge, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { desk, myLeads, people, queues, waitingLeads } from '../../api/queries';
import type { Lead, Manager } from '../../api/types';
import { Section } from '../../parts/facts';
import { number, Time } from '../../parts/format';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useIsOperator, useMe } from '../../session/me';
import { t, word } from '../../texts/text';
import { CloseLead, TransferLead, useTakeLead } from '../leads/lead-actions';
import { PresenceDialog } from './presence-dialog';
import { PresenceWord } from './presence-word';
import { Tasks } from './tasks';
import { Waits } from './waits';

/** One's own work: what is mine, what waits for anybody, what has to be done; for operators who waits and who is there. */
export default function Desk() {
  const me = useMe();
  const operator = useIsOperator();
  return (
    <PageFrame title={t('desk.title')}>
      {me.managerId && <Mine />}
      <Waiting />
      <Section title={t('desk.tasks')}>
        <Tasks filter={operator && !me.managerId ? {} : { managerId: 'me' }} />
      </Section>
      {operator && <People />}
    </PageFrame>
  );
}

function Mine() {
  const { data, error, refetch } = useQuery(myLeads);
  const untaken = data?.items.filter(({ takenAt }) => !takenAt) ?? [];
  const begun = data?.items.filter(({ takenAt }) => takenAt) ?? [];
  return (
    <Section title={t('desk.mine')} className="desk-mine">
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty title={t('desk.mineEmpty')} text={t('desk.mineEmptyText')} />}
      <Stack gap="xs">
        {[...untaken, ...begun].map((lead) => (
          <DeskLead key={lead.id} lead={lead} />
        ))}
      </Stack>
    </Section>
  );
}

function Waiting() {
  const { data, error, refetch } = useQuery(waitingLeads);
  const { data: sums } = useQuery(desk);
  const { data: lists } = useQuery(queues);
  const count = sums?.waiting.reduce((sum, each) => sum + each.count, 0) ?? 0;
  return (
    <Section title={t('desk.waiting')} className="desk-waiting">
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty title={t('desk.waitingEmpty')} text={t('desk.waitingEmptyText')} />}
      {sums && sums.waiting.length > 0 && (
        <Group gap="xs" mb="xs">
          {sums.waiting.map(({ queueId, waiting, count: each, oldestAt }) => (
            <Badge key={`${queueId} ${waiting}`} variant="default" tt="none">
              {lists?.items.find(({ id }) => id === queueId)?.name ?? queueId ?? t('leads.pool')} · {word('waitingFor', waiting)}: {number(each)}, {t('desk.oldest')} <Time iso={oldestAt} />
            </Badge>
          ))}
        </Group>
      )}
      <Stack gap="xs">
        {data?.items.map((lead) => (
          <DeskLead key={lead.id} lead={lead} />
        ))}
        {data && count > data.items.length && <Text size="sm">{t('desk.more', { count: number(count - data.items.length) })}</Text>}
      </Stack>
    </Section>
  );
}

function DeskLead({ lead }: { readonly lead: Lead }) {
  const me = useMe();
  const operator = useIsOperator();
  const take = useTakeLead(lead);
  const [asking, setAsking] = useState<'transfer' | 'close'>();
  const mine = me.managerId !== null && lead.managerId === me.managerId;
  const mayTake = me.managerId !== null && (lead.managerId === null || (mine && !lead.takenAt));
  return (
    <Paper withBorder p="xs" className="desk-lead">
      <Group justify="space-between" gap="xs">
        <div className="grow">
          <Link href={`/leads/${encodeURIComponent(lead.id)}`}>
            <Text fw={600} span>
              {lead.person?.name || t('leads.nobody')}
            </Text>
          </Link>
          <Text size="sm" className="one-line">
            {lead.preview || ' '}
          </Text>
          <Text size="xs" c="dimmed">
            {lead.channel && `${word('channel', lead.channel)} · `}
            {t('leads.opened')} <Time iso={lead.openedAt} />
          </Text>
          <Waits lead={lead} />
        </div>
        <Group gap="xs">
          {mayTake && (
            <Button size="compact-sm" loading={take.isPending} onClick={() => take.mutate()}>
              {t(mine ? 'desk.begin' : 'leads.take')}
            </Button>
          )}
          {(mine || operator) && (
            <>
              <Button size="compact-sm" variant="default" onClick={() => setAsking('transfer')}>
                {t('leads.transfer')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => setAsking('close')}>
                {t('leads.close')}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {asking === 'transfer' && <TransferLead lead={lead} onClose={() => setAsking(undefined)} />}
      {asking === 'close' && <CloseLead lead={lead} onClose={() => setAsking(undefined)} />}
    </Paper>
  );
}

function People() {
  const { data } = useQuery(people);
  const active = data?.items.filter((manager) => manager.active) ?? [];
  return (
    <Section title={t('desk.people')}>
      {data && active.length === 0 && <Empty title={t('managers.empty')} text={t('managers.emptyText')} />}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {active.map((manager) => (
          <PersonCard key={manager.id} manager={manager} />
        ))}
      </SimpleGrid>
    </Section>
  );
}

function PersonCard({ manager }: { readonly manager: Manager }) {
  const [open, setOpen] = useState(false);
  return (
    <Paper withBorder p="xs" className="desk-person">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Link href={`/leads?managerId=${manager.id}`}>{manager.name}</Link>
          <Text size="xs" c="dimmed">
            {t('desk.openLeads', { count: number(manager.openLeads ?? 0) })}
          </Text>
        </div>
        <Button size="compact-sm" variant="default" onClick={() => setOpen(true)} title={`${t('presence.change')}: ${manager.name}`}>
          <PresenceWord manager={manager} />
        </Button>
      </Group>
      {open && <PresenceDialog manager={manager} onClose={() => setOpen(false)} />}
    </Paper>
  );
}
