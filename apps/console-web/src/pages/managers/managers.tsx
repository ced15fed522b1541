import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { patch, post, remove } from '../../api/client';
import { managers } from '../../api/queries';
import type { Manager } from '../../api/types';
import { Ask } from '../../parts/ask';
import { Section } from '../../parts/facts';
import { FieldsForm } from '../../parts/fields';
import { Empty, Failure, Loading, toast } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useRole } from '../../session/me';
import { t } from '../../texts/text';

/** Those to whom leads go. */
export default function Managers() {
  const admin = useRole('admin');
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(managers);
  return (
    <PageFrame title={t('managers.title')}>
      {admin && (
        <Section title={t('managers.add')}>
          <FieldsForm
            clears
            fields={[
              { name: 'name', label: t('managers.name'), maxLength: 200 },
              { name: 'email', label: t('managers.email'), type: 'email' },
            ]}
            submit={t('managers.create')}
            onSubmit={async (values) => {
              const { name } = await post<Manager>('/api/v1/managers', values);
              toast(t('managers.created', { name }));
              await queries.invalidateQueries();
            }}
          />
        </Section>
      )}
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty title={t('managers.empty')} text={t('managers.emptyText')} />}
      <Stack gap="xs">
        {data?.items.map((manager) => (
          <ManagerCard key={manager.id} manager={manager} admin={admin} />
        ))}
      </Stack>
    </PageFrame>
  );
}

function ManagerCard({ manager, admin }: { readonly manager: Manager; readonly admin: boolean }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'leave'>();
  const { id, name, email, active } = manager;
  return (
    <Paper withBorder p="sm" className="manager">
      <Group justify="space-between">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {email}
          </Text>
        </div>
        <Group gap="xs">
          {!active && <Badge color="gray">{t('managers.left')}</Badge>}
          {admin && active && (
            <>
              <Button size="compact-sm" variant="default" onClick={() => setOpen(open === 'edit' ? undefined : 'edit')} aria-expanded={open === 'edit'}>
                {t('action.change')}
              </Button>
              <Button size="compact-sm" variant="default" component={Link} href={`/notifications?manager=${id}`}>
                {t('managers.notifications')}
              </Button>
              <Button size="compact-sm" variant="light" color="red" onClick={() => setOpen('leave')}>
                {t('managers.leave')}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {open === 'edit' && (
        <FieldsForm
          fields={[
            { name: 'name', label: t('managers.name'), maxLength: 200, value: name },
            { name: 'email', label: t('managers.email'), type: 'email', value: email ?? '' },
            { name: 'skills', label: t('managers.skills'), hint: t('managers.skillsHint'), optional: true, value: (manager.skills ?? []).join(', ') },
            { name: 'capacity', label: t('managers.capacity'), hint: t('managers.capacityHint'), type: 'number', optional: true, value: manager.capacity == null ? '' : String(manager.capacity) },
            { name: 'presenceBy', label: t('managers.presenceBy'), type: 'select', value: manager.presenceBy ?? 'always', options: [...(manager.presenceBy === 'schedule' ? (['schedule'] as const) : []), 'always' as const, 'signed-in' as const].map((value) => ({ value, label: t(`presenceBy.${value}`) })) },
          ]}
          submit={t('action.save')}
          onSubmit={async (values) => {
            const { skills = '', capacity, ...facts } = values;
            await patch(`/api/v1/managers/${id}`, { ...facts, skills: skills.split(',').map((skill) => skill.trim()).filter(Boolean), capacity: capacity ? Number(capacity) : null });
            await queries.invalidateQueries();
            setOpen(undefined);
          }}
        />
      )}
      {open === 'leave' && (
        <Ask
          danger
          title={`${t('managers.leave')}: ${name}`}
          text={t('managers.leaveText')}
          submit={t('managers.leave')}
          onClose={() => setOpen(undefined)}
          onSubmit={async () => {
            await remove(`/api/v1/managers/${id}`);
            await queries.invalidateQueries();
          }}
        />
      )}
    </Paper>
  );
}
