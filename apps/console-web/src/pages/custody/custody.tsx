import { Alert, Badge, Button, Group, List, Paper, Stack, Switch, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, post } from '../../api/client';
import { connectors, stats } from '../../api/queries';
import type { CustodyAudit, Finding, Page } from '../../api/types';
import { Section } from '../../parts/facts';
import { localTime, moment, number, Time } from '../../parts/format';
import { complain, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { WideTable } from '../../parts/wide-table';
import { t, word } from '../../texts/text';

const HOUR_MS = 60 * 60_000;
const WORKING_MS = 1_000;

interface UnaccountedRow {
  readonly accountId: string;
  readonly minute: string | null;
  readonly count: number;
  readonly contactIds?: readonly string[];
}

/** Is everything that was accepted still there, and on its way: what is unaccounted, what audits found. */
export default function Custody() {
  return (
    <PageFrame title={t('audits.title')} text={t('audits.text')}>
      <Unaccounted />
      <Findings />
      <Audits />
      <Export />
    </PageFrame>
  );
}

function useAccountName(): (id: string | null) => string {
  const { data } = useQuery(connectors);
  return (id) => data?.items.find(({ accountId }) => accountId === id)?.name ?? id ?? '';
}

function Unaccounted() {
  const nameOf = useAccountName();
  const { data: figures } = useQuery(stats);
  const { data, error, refetch } = useQuery({ queryKey: ['unaccounted'], queryFn: () => get<Page<UnaccountedRow>>('/api/v1/custody/unaccounted'), refetchInterval: 10_000 });
  if (error) return <Failure problem={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.items.length === 0) return <Alert color={figures?.unaccounted === 0 ? 'teal' : 'yellow'} role="status">{t(figures?.unaccounted === 0 ? 'home.unaccountedGood' : 'home.partial')}</Alert>;
  return (
    <Section title={t('home.unaccounted')}>
      <List>
        {data.items.map(({ accountId, minute, count, contactIds = [] }) => (
          <List.Item key={`${accountId} ${minute}`}>
            {nameOf(accountId)}, {minute ? <Time iso={minute} exact /> : t('audits.earlier')}: {number(count)}{' '}
            {contactIds.map((id) => (
              <Link key={id} href={`/contacts/${id}`}>
                {id}{' '}
              </Link>
            ))}
          </List.Item>
        ))}
      </List>
    </Section>
  );
}

function Findings() {
  const nameOf = useAccountName();
  const { data } = useQuery({ queryKey: ['findings'], queryFn: () => get<Page<Finding>>('/api/v1/custody/findings') });
  if (!data) return null;
  return (
    <Section title={t('audits.findings')}>
      {data.items.length === 0 && <Text c="dimmed">{t('audits.noFindings')}</Text>}
      <Stack gap="xs">
        {data.items.map((finding) => (
          <Paper key={finding.id} withBorder p="xs" className="finding">
            <Group justify="space-between">
              <Text fw={600}>{word('finding', finding.kind)}</Text>
              <Badge color={finding.endedAt ? 'gray.7' : 'red.9'}>{t(finding.endedAt ? 'audits.over' : 'audits.open')}</Badge>
            </Group>
            <Text size="sm">
              {nameOf(finding.accountId)} · <Time iso={finding.minute} exact /> {finding.count > 1 && `· ${number(finding.count)}`} {finding.contactId && <Link href={`/contacts/${finding.contactId}`}>{finding.contactId}</Link>}
              {finding.sha256 && <code> {finding.sha256}</code>}
            </Text>
          </Paper>
        ))}
      </Stack>
    </Section>
  );
}

function Audits() {
  const queries = useQueryClient();
  const [from, setFrom] = useState(() => localTime(new Date(Date.now() - 24 * HOUR_MS)));
  const [deep, setDeep] = useState(false);
  const { data } = useQuery({
    queryKey: ['audits'],
    queryFn: () => get<Page<CustodyAudit>>('/api/v1/custody/audits', { limit: 20 }),
    refetchInterval: ({ state }) => (state.data?.items.some((audit) => audit.state === 'running') ? WORKING_MS : 30_000),
  });
  const begin = useMutation({
    mutationFn: () => post('/api/v1/custody/audits', { from: new Date(from).toISOString(), deep }),
    onError: complain,
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <Section title={t('audits.audits')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <Group align="end">
          <TextInput type="datetime-local" label={t('connectors.from')} value={from} required onChange={({ currentTarget }) => setFrom(currentTarget.value)} />
          <Switch label={t('audits.deep')} checked={deep} onChange={({ currentTarget }) => setDeep(currentTarget.checked)} mb="xs" />
          <Button type="submit" loading={begin.isPending}>
            {t('audits.begin')}
          </Button>
        </Group>
      </form>
      {data?.items.length === 0 && (
        <Text c="dimmed" mt="sm">
          {t('audits.noAudits')}
        </Text>
      )}
      {data && data.items.length > 0 && (
        <WideTable label={t('audits.audits')} className="audits" heads={[t('account.window'), t('nav.contacts'), t('audits.records'), t('connectors.state')]}>
              {data.items.map((audit) => (
                <Table.Tr key={audit.id}>
                  <Table.Td>
                    {moment(audit.from)} – {moment(audit.to)}
                  </Table.Td>
                  <Table.Td>{number(audit.contacts)}</Table.Td>
                  <Table.Td>{number(audit.records)}</Table.Td>
                  <Table.Td>
                    {word('jobState', audit.state)}
                    {audit.failure && `: ${audit.failure}`}
                  </Table.Td>
                </Table.Tr>
              ))}
            </WideTable>
      )}
    </Section>
  );
}

function Export() {
  const [from, setFrom] = useState(() => localTime(new Date(Date.now() - 24 * HOUR_MS)));
  const [to, setTo] = useState(() => localTime(new Date()));
  const valid = !Number.isNaN(Date.parse(from)) && !Number.isNaN(Date.parse(to));
  const href = valid ? `/api/v1/custody/export?${new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })}` : undefined;
  return (
    <Section title={t('audits.export')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('audits.exportText')}
      </Text>
      <Group align="end">
        <TextInput type="datetime-local" label={t('connectors.from')} value={from} onChange={({ currentTarget }) => setFrom(currentTarget.value)} />
        <TextInput type="datetime-local" label={t('connectors.to')} value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)} />
        <Button component="a" variant="default" href={href} download="custody.jsonl">
          {t('quarantine.download')}
        </Button>
      </Group>
    </Section>
  );
}
