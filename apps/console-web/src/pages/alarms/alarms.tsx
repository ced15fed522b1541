import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { alarmTargets } from '../../api/queries';
import type { Alarm, AlarmTarget } from '../../api/types';
import { Time } from '../../parts/format';
import { useGrowingList } from '../../parts/growing-list';
import { Empty, Failure, Loading } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { VirtualList } from '../../parts/virtual-list';
import { useRole } from '../../session/me';
import { t, word } from '../../texts/text';
import { TargetCard } from './target-card';
import { TargetForm } from './target-form';

const KINDS = ['mail', 'telegram', 'webhook'] as const;

/** Where operators are told when something is not well, and what they were told. */
export default function Alarms() {
  const admin = useRole('admin');
  const [adding, setAdding] = useState<AlarmTarget['kind']>();
  const { data, error, refetch } = useQuery(alarmTargets);
  const list = useGrowingList<Alarm>('/api/v1/alarms', {});
  return (
    <PageFrame title={t('alarms.title')} text={t('alarms.text')}>
      <section>
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4">
            {t('alarms.targets')}
          </Title>
          {admin && (
            <Group gap="xs">
              {KINDS.map((kind) => (
                <Button key={kind} size="compact-sm" variant="default" onClick={() => setAdding(kind)}>
                  {t(`alarms.add-${kind}`)}
                </Button>
              ))}
            </Group>
          )}
        </Group>
        {error && <Failure problem={error} again={() => void refetch()} />}
        <Stack gap="xs">
          {adding && (
            <Paper withBorder p="md">
              <TargetForm kind={adding} onClose={() => setAdding(undefined)} />
            </Paper>
          )}
          {data?.items.map((target) => (
            <TargetCard key={target.id} target={target} />
          ))}
          {data?.items.length === 0 && !adding && <Empty title={t('alarms.noTargets')} text={t('alarms.noTargetsText')} />}
        </Stack>
      </section>
      <section>
        <Title order={2} size="h4" mb="xs">
          {t('alarms.list')}
        </Title>
        {list.problem && <Failure problem={list.problem} again={list.refresh} />}
        {!list.items && !list.problem && <Loading />}
        {list.items?.length === 0 && <Text c="dimmed">{t('alarms.none')}</Text>}
        {list.items && list.items.length > 0 && <VirtualList label={t('alarms.list')} items={list.items} idOf={({ id }) => id} row={(alarm) => <AlarmRow alarm={alarm} targets={data?.items ?? []} />} rowHeight={90} hasMore={list.hasMore} more={list.more} />}
      </section>
    </PageFrame>
  );
}

function AlarmRow({ alarm, targets }: { readonly alarm: Alarm; readonly targets: readonly AlarmTarget[] }) {
  const nameOf = (id: string, kind: string) => targets.find((target) => target.id === id)?.name ?? word('targetKind', kind);
  return (
    <Paper withBorder p="sm" mb={4} className="alarm">
      <Group justify="space-between" gap="xs">
        <Link href={`/connectors/${alarm.accountId}`} className="connector-name">
          {alarm.accountName}
        </Link>
        <Badge color={alarm.state === 'open' ? 'red.9' : 'gray.7'}>{t(`alarms.${alarm.state}`)}</Badge>
      </Group>
      <Text size="sm">
        {word('cause', alarm.code)}
        {alarm.detail && `: ${alarm.detail}`}
      </Text>
      <Text size="xs" c="dimmed">
        <Time iso={alarm.since} exact />
        {alarm.resolvedAt && (
          <>
            {' – '}
            <Time iso={alarm.resolvedAt} exact />
          </>
        )}
        {alarm.deliveries.map(({ targetId, kind, state, lastError }, index) => ` · ${index === 0 ? `${t('alarms.told')}: ` : ''}${nameOf(targetId, kind)} (${word('delivery', state)}${lastError ? `: ${lastError}` : ''})`)}
      </Text>
    </Paper>
  );
}
