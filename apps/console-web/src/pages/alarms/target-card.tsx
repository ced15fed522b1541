import { Badge, Button, Group, Paper, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post, Problem, remove } from '../../api/client';
import type { AlarmTarget } from '../../api/types';
import { Ask } from '../../parts/ask';
import { Time } from '../../parts/format';
import { complain, toast } from '../../parts/messages';
import { useRole } from '../../session/me';
import { t } from '../../texts/text';
import { TargetForm } from './target-form';

/** Where alarms go, how sending went, a test, its settings. */
export function TargetCard({ target }: { readonly target: AlarmTarget }) {
  const admin = useRole('admin');
  const queries = useQueryClient();
  const [open, setOpen] = useState<'settings' | 'remove'>();
  const { id, kind, name, enabled, settings, lastSentAt, lastError } = target;
  const again = () => queries.invalidateQueries();
  const test = useMutation({
    mutationFn: async () => {
      const answer = await post<{ ok: boolean; detail?: string }>(`/api/v1/alarm-targets/${id}/test`);
      if (!answer.ok) throw new Problem(0, { detail: answer.detail ?? t('error.unknown') });
    },
    onSuccess: () => toast(t('alarms.tested')),
    onError: complain,
    onSettled: again,
  });
  const toggle = useMutation({ mutationFn: () => patch(`/api/v1/alarm-targets/${id}`, { enabled: !enabled }), onError: complain, onSettled: again });
  return (
    <Paper withBorder p="sm" className="target">
      <Group justify="space-between" gap="xs">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {t(`targetKind.${kind}`)} · {String(settings['to'] ?? settings['chatId'] ?? settings['url'] ?? '')}
            {lastSentAt && (
              <>
                {' · '}
                {t('alarms.lastSent')} <Time iso={lastSentAt} />
              </>
            )}
          </Text>
        </div>
        <Group gap="xs">
          {!enabled && <Badge color="gray">{t('users.disabled')}</Badge>}
          {admin && (
            <>
              <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
                {t('alarms.test')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => setOpen(open === 'settings' ? undefined : 'settings')} aria-expanded={open === 'settings'}>
                {t('connectors.settings')}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => toggle.mutate()}>
                {t(enabled ? 'users.disable' : 'users.enable')}
              </Button>
              <Button size="compact-sm" variant="light" color="red" onClick={() => setOpen('remove')}>
                {t('action.remove')}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {lastError && (
        <Text size="sm" c="red">
          {lastError.detail} · <Time iso={lastError.at} />
        </Text>
      )}
      {open === 'settings' && <TargetForm kind={kind} target={target} onClose={() => setOpen(undefined)} />}
      {open === 'remove' && (
        <Ask
          danger
          title={t('connectors.removeTitle', { name })}
          text={t('alarms.removeText')}
          submit={t('action.remove')}
          onClose={() => setOpen(undefined)}
          onSubmit={async () => {
            await remove(`/api/v1/alarm-targets/${id}`);
            await again();
          }}
        />
      )}
    </Paper>
  );
}
