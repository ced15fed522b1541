import { ActionIcon, Button, Checkbox, Group, Modal, NativeSelect, Paper, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../api/client';
import { accounts, channels, companies, departments, lines, managers, queues } from '../../api/queries';
import { Rest } from '../../parts/fields';
import { weekday } from '../../parts/format';
import { localized, t, word } from '../../texts/text';
import type { Condition, Rule, Target } from './rules';

type Kind = 'list' | 'phone' | 'text' | 'sum' | 'person' | 'hours' | 'time' | 'cel';

/** What can be asked, and how. */
const FIELDS: Readonly<Record<string, { readonly kind: Kind; readonly ops: readonly string[] }>> = {
  channel: { kind: 'list', ops: ['in', 'not-in'] }, account: { kind: 'list', ops: ['in', 'not-in'] }, line: { kind: 'list', ops: ['in', 'not-in'] },
  text: { kind: 'text', ops: ['has', 'has-not'] }, sum: { kind: 'sum', ops: ['at-least', 'below'] }, category: { kind: 'list', ops: ['in', 'not-in'] },
  person: { kind: 'person', ops: ['is'] }, company: { kind: 'list', ops: ['in', 'not-in'] }, phone: { kind: 'phone', ops: ['starts-with', 'not-starts-with'] },
  country: { kind: 'list', ops: ['in', 'not-in'] }, region: { kind: 'list', ops: ['in', 'not-in'] }, language: { kind: 'list', ops: ['in', 'not-in'] },
  hours: { kind: 'hours', ops: ['is'] }, time: { kind: 'time', ops: ['within', 'outside'] }, utm_source: { kind: 'list', ops: ['in', 'not-in', 'contains'] },
  utm_campaign: { kind: 'list', ops: ['in', 'not-in', 'contains'] }, page: { kind: 'list', ops: ['in', 'not-in', 'contains'] }, cel: { kind: 'cel', ops: [] },
};
const DAYS = [1, 2, 3, 4, 5, 6, 7];

interface Props {
  readonly rule: Rule;
  readonly onClose: () => void;
  /** What it throws is shown at its field. */
  readonly onKeep: (rule: Rule) => Promise<void>;
}

/** One rule: when it holds, and who gets the lead. */
export function RuleForm({ rule, onClose, onKeep }: Props) {
  const [draft, setDraft] = useState(rule);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const set = (change: Partial<Rule>) => setDraft({ ...draft, ...change });
  const condition = (n: number, next: Condition | undefined) => set({ when: next ? draft.when.map((each, at) => (at === n ? next : each)) : draft.when.filter((_, at) => at !== n) });
  const keep = async () => {
    setBusy(true);
    try {
      await onKeep(draft);
    } catch (failed) {
      setProblem(failed);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={rule.id ? t('routing.edit') : t('routing.add')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <Stack gap="sm">
          <TextInput name="name" data-autofocus label={t('routing.name')} required maxLength={200} value={draft.name} onChange={({ currentTarget }) => set({ name: currentTarget.value })} />
          <Text fw={600} size="sm">{t('routing.when')}</Text>
          {draft.when.length === 0 && <Text size="sm" c="dimmed">{t('routing.always')}</Text>}
          {draft.when.map((each, n) => (
            <ConditionFields key={n} condition={each} error={conditionError(problem, n)} set={(next) => condition(n, next)} />
          ))}
          <Group>
            <Button size="compact-sm" variant="default" onClick={() => set({ when: [...draft.when, fresh('channel')] })}>{t('routing.addCondition')}</Button>
          </Group>
          <TargetFields target={draft.target} set={(target) => set({ target })} />
          <TextInput label={t('routing.skills')} description={t('routing.skillsHint')} value={draft.skills.join(', ')} onChange={({ currentTarget }) => set({ skills: listOf(currentTarget.value) })} />
          <Checkbox label={t('routing.beforeOwner')} checked={draft.beforeOwner} onChange={({ currentTarget }) => set({ beforeOwner: currentTarget.checked })} />
          <Rest problem={problem} names={draft.when.map((_, n) => `rules.${n}.when`)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('action.cancel')}</Button>
            <Button type="submit" loading={busy}>{t('routing.keep')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function ConditionFields({ condition, error, set }: { readonly condition: Condition; readonly error: string | undefined; readonly set: (next: Condition | undefined) => void }) {
  const { kind, ops } = FIELDS[condition.field] ?? { kind: 'list', ops: ['in', 'not-in'] };
  return (
    <Paper withBorder p="xs" className="condition">
      <Group gap="xs" align="end">
        <NativeSelect label={t('routing.field')} value={condition.field} onChange={({ currentTarget }) => set(fresh(currentTarget.value))} data={Object.keys(FIELDS).map((value) => ({ value, label: word('routingField', value) }))} />
        {ops.length > 1 && <NativeSelect label={t('routing.op')} value={condition.op} onChange={({ currentTarget }) => set({ ...condition, op: currentTarget.value })} data={ops.map((value) => ({ value, label: word('routingOp', value) }))} />}
        {kind === 'person' && <NativeSelect label={t('routing.value')} value={String(condition.value)} onChange={({ currentTarget }) => set({ ...condition, value: currentTarget.value })} data={['known', 'new', 'vip', 'not-vip'].map((value) => ({ value, label: word('routingPerson', value) }))} />}
        {kind === 'hours' && <NativeSelect label={t('routing.value')} value={String(condition.value)} onChange={({ currentTarget }) => set({ ...condition, value: currentTarget.value })} data={['open', 'closed'].map((value) => ({ value, label: word('routingHours', value) }))} />}
        {kind === 'sum' && <TextInput type="number" min={0} label={t('routing.value')} value={String(condition.value)} onChange={({ currentTarget }) => set({ ...condition, value: Number(currentTarget.value) })} />}
        {kind === 'time' && (
          <>
            <TextInput type="time" label={t('routing.from')} value={condition.from} onChange={({ currentTarget }) => set({ ...condition, from: currentTarget.value })} />
            <TextInput type="time" label={t('routing.to')} value={condition.to} onChange={({ currentTarget }) => set({ ...condition, to: currentTarget.value })} />
          </>
        )}
        <ActionIcon variant="default" onClick={() => set(undefined)} aria-label={t('routing.removeCondition')}>✕</ActionIcon>
      </Group>
      {kind === 'time' && (
        <Group gap="xs" mt="xs" role="group" aria-label={t('routing.days')}>
          {DAYS.map((day) => (
            <Checkbox key={day} label={weekday(day)} checked={condition.days?.includes(day) ?? true} onChange={({ currentTarget }) => set({ ...condition, days: DAYS.filter((each) => (each === day ? currentTarget.checked : (condition.days?.includes(each) ?? true))) })} />
          ))}
        </Group>
      )}
      {(kind === 'list' || kind === 'phone' || kind === 'text') && <Values condition={condition} set={set} />}
      {kind === 'cel' && <Textarea mt="xs" autosize minRows={2} label={t('routing.expression')} description={t('routing.expressionHint')} value={condition.expression} onChange={({ currentTarget }) => set({ ...condition, expression: currentTarget.value })} />}
      {error && <Text size="sm" c="red.9" role="alert">{error}</Text>}
    </Paper>
  );
}

/** Chosen where we know what there is, written otherwise. */
function Values({ condition, set }: { readonly condition: Condition; readonly set: (next: Condition) => void }) {
  const known = useKnown(condition.field);
  const values = condition.values ?? [];
  const [text, setText] = useState(values.join(', '));
  if (!known) return <TextInput mt="xs" label={t('routing.values')} description={t(condition.field === 'text' ? 'routing.wordsHint' : 'routing.valuesHint')} value={text} onChange={({ currentTarget }) => { setText(currentTarget.value); set({ ...condition, values: listOf(currentTarget.value) }); }} />;
  return (
    <Group gap="xs" mt="xs" role="group" aria-label={t('routing.values')}>
      {known.map(({ value, label }) => (
        <Checkbox key={value} label={label} checked={values.includes(value)} onChange={({ currentTarget }) => set({ ...condition, values: currentTarget.checked ? [...values, value] : values.filter((each) => each !== value) })} />
      ))}
      {known.length === 0 && <Text size="sm" c="dimmed">{t('routing.nothingThere')}</Text>}
    </Group>
  );
}

function useKnown(field: string): { value: string; label: string }[] | undefined {
  const { data: channelList } = useQuery({ ...channels, enabled: field === 'channel' });
  const { data: accountList } = useQuery({ ...accounts, enabled: field === 'account' });
  const { data: lineList } = useQuery({ ...lines, enabled: field === 'line' });
  const { data: companyList } = useQuery({ ...companies, enabled: field === 'company' });
  if (field === 'channel') return channelList?.items.map(({ name, title }) => ({ value: name, label: localized(title) })) ?? [];
  if (field === 'account') return accountList?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  if (field === 'line') return lineList?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  if (field === 'company') return companyList?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return undefined;
}

function TargetFields({ target, set }: { readonly target: Target; readonly set: (target: Target) => void }) {
  const people = useQuery(managers).data?.items.filter(({ active }) => active) ?? [];
  const lists = useQuery(queues).data?.items ?? [];
  const parts = useQuery(departments).data?.items ?? [];
  const choices = [
    ...lists.map(({ id, name }) => ({ value: `queue ${id}`, label: t('routing.toQueue', { name }) })),
    ...people.map(({ id, name }) => ({ value: `manager ${id}`, label: t('routing.toManager', { name }) })),
    ...parts.map(({ id, name }) => ({ value: `head ${id}`, label: t('routing.toHead', { name }) })),
    { value: 'pool ', label: t('routing.toPool') },
  ];
  return <NativeSelect name="target" label={t('routing.target')} value={valueOf(target)} onChange={({ currentTarget }) => set(targetOf(currentTarget.value))} data={choices} />;
}

function valueOf(target: Target): string {
  if (target.kind === 'queue') return `queue ${target.queueId}`;
  if (target.kind === 'manager') return `manager ${target.managerId}`;
  return target.kind === 'head' ? `head ${target.departmentId}` : 'pool ';
}

function targetOf(value: string): Target {
  const [kind, id = ''] = value.split(' ');
  if (kind === 'queue') return { kind, queueId: id };
  if (kind === 'manager') return { kind, managerId: id };
  return kind === 'head' ? { kind, departmentId: id } : { kind: 'pool' };
}

function fresh(field: string): Condition {
  const { kind, ops } = FIELDS[field]!;
  const op = ops[0];
  if (kind === 'cel') return { field, expression: '' };
  if (kind === 'sum') return { field, op: op!, value: 0 };
  if (kind === 'person') return { field, op: op!, value: 'new' };
  if (kind === 'hours') return { field, op: op!, value: 'closed' };
  return kind === 'time' ? { field, op: op!, days: DAYS, from: '09:00', to: '18:00' } : { field, op: op!, values: [] };
}

function listOf(text: string): string[] {
  return text.split(',').map((each) => each.trim()).filter((each) => each !== '');
}

/** What the server says of a condition, wherever its rule stands. */
function conditionError(problem: unknown, n: number): string | undefined {
  if (!(problem instanceof Problem)) return undefined;
  const at = new RegExp(`^rules\\.\\d+\\.when\\.${n}(\\.|$)`);
  const said = problem.errors.filter(({ field }) => at.test(field)).map(({ detail }) => detail);
  return said.length > 0 ? [...new Set(said)].join(' ') : undefined;
}
