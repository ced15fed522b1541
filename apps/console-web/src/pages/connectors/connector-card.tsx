import { Badge, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import type { Connector } from '../../api/types';
import { Beats } from '../../parts/beats';
import { number, Time } from '../../parts/format';
import { t, word } from '../../texts/text';
import { ConnectorMenu } from './connector-menu';
import { Fix } from './fix';
import { COLOR, isTroubled } from './health';

const FACT_COLOR: Readonly<Record<string, string>> = {
  valid: 'teal', alive: 'teal', plausible: 'teal', invalid: 'red', missing: 'red', stopped: 'red', stalled: 'yellow', 'too-quiet': 'yellow', 'too-much': 'yellow',
};

/** One account as it is: the verdict, the three facts, the last 24 hours, what waits, and what to do. */
export const ConnectorCard = memo(function ConnectorCard({ connector }: { readonly connector: Connector }) {
  const { accountId, name, channel, line, health, since, credential, credentialSince, consumer, traffic, quarantined, waiting, beats } = connector;
  return (
    <Paper withBorder p="sm" className="connector" data-health={health} component="article" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="start">
          <div className="one-line">
            <Link href={`/connectors/${accountId}`} className="connector-name">
              {name}
            </Link>
            <Text size="sm" c="dimmed" className="one-line">
              {word('channel', channel)} · {line}
            </Text>
          </div>
          <Group gap={4} wrap="nowrap">
            <Badge color={COLOR[health]} className="health">
              {word('health', health)}
            </Badge>
            <ConnectorMenu connector={connector} />
          </Group>
        </Group>
        {since && health !== 'ok' && (
          <Text size="xs" c="dimmed">
            {t('connectors.since')} <Time iso={since} />
          </Text>
        )}
        <Fix connector={connector} />
        <CatchingUp connector={connector} />
        <Beats beats={beats} />
        <Group gap="xs" component="ul" className="health-facts" m={0} p={0}>
          <Fact name={t('connectors.credential')} state={credential} since={credentialSince} />
          <Fact name={t('connectors.consumer')} state={consumer.status} since={consumer.lastCycleAt} />
          <Fact name={t('connectors.traffic')} state={traffic.state} since={traffic.since} />
        </Group>
        <Text size="sm" c="dimmed">
          {t('connectors.last')}: {traffic.lastContactAt ? <Time iso={traffic.lastContactAt} /> : t('connectors.never')} · {today(connector)}
          {quarantined > 0 && (
            <>
              {' · '}
              <Link href={`/quarantine?accountId=${accountId}`}>{t('connectors.quarantined', { count: number(quarantined) })}</Link>
            </>
          )}
          {waiting > quarantined && ` · ${t('connectors.waiting', { count: number(waiting - quarantined) })}`}
        </Text>
        <Latest connector={connector} />
      </Stack>
    </Paper>
  );
});

/** Unknown is shown as unknown. */
function Fact({ name, state, since }: { readonly name: string; readonly state: string; readonly since: string | null }) {
  return (
    <li className="fact">
      <Text span size="xs" c="dimmed">
        {name}{' '}
      </Text>
      <Badge size="sm" variant="light" color={FACT_COLOR[state] ?? 'gray'}>
        {word('fact', state)}
      </Badge>
      {since && (
        <Text span size="xs" c="dimmed">
          {' '}
          <Time iso={since} />
        </Text>
      )}
    </li>
  );
}

function CatchingUp({ connector: { catchingUp } }: { readonly connector: Connector }) {
  if (!catchingUp) return null;
  const { announced, done } = catchingUp;
  return (
    <div role="status" className="catching-up">
      <Text size="sm">{t('connectors.catchingUp', { announced: number(announced), done: number(done) })}</Text>
      <Progress value={announced > 0 ? (100 * done) / announced : 100} aria-label={t('connectors.catchingUp', { announced: number(announced), done: number(done) })} />
    </div>
  );
}

function today({ traffic: { today: counts } }: Connector): string {
  const parts = [t('connectors.today', { count: number(counts.accepted) }), counts.repeats > 0 && t('connectors.repeats', { count: number(counts.repeats) }), counts.quarantined > 0 && t('connectors.notUnderstood', { count: number(counts.quarantined) })];
  return parts.filter(Boolean).join(', ');
}

/** A failure that is over is told quietly. */
function Latest({ connector }: { readonly connector: Connector }) {
  const { latestFailure: last } = connector;
  if (!last) return null;
  return (
    <Text size="xs" c="dimmed">
      {t('connectors.failure')}: {last.detail || last.code} · <Time iso={last.at} />
      {isTroubled(connector) && last.nextTryAt && (
        <>
          {' · '}
          {t('connectors.nextTry')} <Time iso={last.nextTryAt} />
        </>
      )}
    </Text>
  );
}
