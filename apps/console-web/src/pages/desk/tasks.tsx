import { Badge, Button, Group, Modal, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '../../api/client';
import { tasks, type TaskFilter } from '../../api/queries';
import type { Task } from '../../api/types';
import { Ask } from '../../parts/ask';
import { FieldsForm } from '../../parts/fields';
import { Time } from '../../parts/format';
import { Empty, Failure, Loading, toast } from '../../parts/messages';
import { t, word } from '../../texts/text';

/** What has to be done, the most urgent first. */
export function Tasks({ filter }: { readonly filter: TaskFilter }) {
  const { data, error, refetch } = useQuery(tasks(filter));
  const [adding, setAdding] = useState(false);
  return (
    <Stack gap="xs" className="tasks">
      {error && <Failure problem={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data?.items.length === 0 && <Empty title={t('task.empty')} text={t('task.emptyText')} />}
      {data?.items.map((task) => (
        <TaskCard key={task.id} task={task} />
      ))}
      <Group>
        <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
          {t('task.add')}
        </Button>
      </Group>
      {adding && <NewTask leadId={filter.leadId} onClose={() => setAdding(false)} />}
    </Stack>
  );
}

function TaskCard({ task }: { readonly task: Task }) {
  const [ending, setEnding] = useState(false);
  const late = new Date(task.dueAt) < new Date();
  return (
    <Paper withBorder p="xs" className="task">
      <Group justify="space-between" gap="xs">
        <div className="grow">
          <Text fw={600}>{word('taskKind', task.kind)}</Text>
          {task.text && <Text size="sm">{task.text}</Text>}
          <Group gap="xs">
            <Badge {...(late ? { color: 'red.9' } : { variant: 'default' })} tt="none">
              {t(late ? 'task.wasDue' : 'task.due')} <Time iso={task.dueAt} />
            </Badge>
            {task.leadId && <Link href={`/leads/${task.leadId}`}>{task.personName || t('leads.nobody')}</Link>}
          </Group>
        </div>
        <Button size="compact-sm" onClick={() => setEnding(true)}>
          {t('task.done')}
        </Button>
      </Group>
      {ending && <EndTask task={task} onClose={() => setEnding(false)} />}
    </Paper>
  );
}

function EndTask({ task, onClose }: { readonly task: Task; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [result, setResult] = useState('');
  const [again, setAgain] = useState('');
  return (
    <Ask
      title={word('taskKind', task.kind)}
      submit={t('task.done')}
      onClose={onClose}
      onSubmit={async () => {
        await post(`/api/v1/tasks/${task.id}/done`, { ...(result.trim() && { result: result.trim() }), ...(again && { again: { dueAt: new Date(again).toISOString() } }) });
        toast(t('task.ended'));
        await queries.invalidateQueries();
      }}
    >
      <TextInput data-autofocus label={t('task.result')} maxLength={2000} value={result} onChange={({ currentTarget }) => setResult(currentTarget.value)} />
      <TextInput type="datetime-local" label={t('task.again')} value={again} onChange={({ currentTarget }) => setAgain(currentTarget.value)} />
    </Ask>
  );
}

function NewTask({ leadId, onClose }: { readonly leadId: string | undefined; readonly onClose: () => void }) {
  const queries = useQueryClient();
  return (
    <Modal opened onClose={onClose} title={t('task.add')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <FieldsForm
        fields={[
          { name: 'kind', label: t('task.kind'), type: 'select', options: (['reminder', 'call-back'] as const).map((value) => ({ value, label: t(`taskKind.${value}`) })) },
          { name: 'text', label: t('task.text'), optional: true, maxLength: 2_000, autoFocus: true },
          { name: 'dueAt', label: t('task.dueAt'), type: 'datetime-local' },
        ]}
        submit={t('task.create')}
        onSubmit={async ({ kind, text, dueAt }) => {
          await post('/api/v1/tasks', { kind, text, dueAt: new Date(dueAt ?? '').toISOString(), ...(leadId && { leadId }) });
          toast(t('task.added'));
          await queries.invalidateQueries();
          onClose();
        }}
      />
    </Modal>
  );
}
