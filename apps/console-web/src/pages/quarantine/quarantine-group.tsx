import { Badge, Button, Group, Paper, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '../../api/client';
import type { QuarantineGroup } from '../../api/types';
import { number, Time } from '../../parts/format';
import { complain, toast } from '../../parts/messages';
import { t } from '../../texts/text';
import { Dismiss } from './dismiss';

interface Props {
  readonly group: QuarantineGroup;
  readonly account: string;
  readonly onChanged: () => void;
}

interface ReplayAnswer {
  readonly understood: number;
  readonly stillNotUnderstood: number;
  readonly nextCursor: string | null;
}

/** All payloads of one cause, and what can be done to all of them. */
export function QuarantineGroupCard({ group, account, onChanged }: Props) {
  const { accountId, stage, code, count, detail, firstAt, lastAt } = group;
  const selection = { accountId, stage, code };
  const queries = useQueryClient();
  const [dismissing, setDismissing] = useState(false);
  const replay = useMutation({
    mutationFn: async (dryRun: boolean) => toast(t(dryRun ? 'quarantine.tried' : 'quarantine.replayedAll', await replayAll({ ...selection, dryRun }))),
    onError: complain,
    onSettled: async () => {
      await queries.invalidateQueries();
      onChanged();
    },
  });
  return (
    <Paper withBorder p="sm" className="quarantine-group">
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <Text fw={600}>{detail || code}</Text>
          <Text size="sm" c="dimmed">
            {account} · <Time iso={firstAt} /> – <Time iso={lastAt} />
          </Text>
        </div>
        <Badge color="red.9">{t('quarantine.count', { count: number(count) })}</Badge>
      </Group>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" loading={replay.isPending} onClick={() => replay.mutate(true)}>
          {t('quarantine.tryAll')}
        </Button>
        <Button size="compact-sm" loading={replay.isPending} onClick={() => replay.mutate(false)}>
          {t('quarantine.replayAll')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setDismissing(true)}>
          {t('quarantine.dismiss')}
        </Button>
        <Link href={`/quarantine?${new URLSearchParams(selection)}`}>{t('quarantine.look')}</Link>
      </Group>
      {dismissing && <Dismiss path="/api/v1/quarantine/dismiss" selection={selection} what={detail || code} onClose={() => setDismissing(false)} onChanged={onChanged} />}
    </Paper>
  );
}

/** Part by part, to the end. */
async function replayAll(selection: object): Promise<{ understood: string; left: string }> {
  let [understood, left] = [0, 0];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const part: ReplayAnswer = await post('/api/v1/quarantine/replay', { ...selection, ...(cursor && { cursor }) });
    understood += part.understood;
    left += part.stillNotUnderstood;
    cursor = part.nextCursor;
  }
  return { understood: number(understood), left: number(left) };
}
