import { ActionIcon, Alert, Button, Group, NativeSelect, Paper, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, Problem, put } from '../../api/client';
import { accounts, routing } from '../../api/queries';
import { Ask } from '../../parts/ask';
import { Empty, Failure, Loading, toast } from '../../parts/messages';
import { PageFrame } from '../../parts/page';
import { useRole } from '../../session/me';
import { t } from '../../texts/text';
import { RuleForm } from './rule-form';
import { moved, newId, withoutSentences, type Rule, type RulesVersion, type RuleSet } from './rules';
import { Simulator } from './simulator';
import { Versions } from './versions';

const NEW: Rule = { id: '', name: '', enabled: true, when: [], target: { kind: 'pool' }, beforeOwner: false, skills: [] };

/** By which rules leads are handed out. */
export default function Routing() {
  const { data, error, refetch } = useQuery(routing);
  if (error) return <PageFrame title={t('routing.title')}><Failure problem={error} again={() => void refetch()} /></PageFrame>;
  // A version that came meanwhile is offered, not put over what somebody writes.
  return data ? <Rules stored={data} /> : <Loading />;
}

function Rules({ stored }: { readonly stored: RulesVersion }) {
  const admin = useRole('admin');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<{ readonly base: number; readonly rules: RuleSet }>();
  const [editing, setEditing] = useState<number>();
  const [saving, setSaving] = useState(false);
  const current = draft?.rules ?? stored;
  const change = (rules: RuleSet) => setDraft({ base: draft?.base ?? stored.version, rules });
  const setRules = (rules: readonly Rule[]) => change({ ...current, rules });
  const keep = async (rule: Rule) => {
    const rules = editing === current.rules.length ? [...current.rules, { ...rule, id: newId(rule.name, current.rules) }] : current.rules.map((each, n) => (n === editing ? rule : each));
    // The server reads it, and says it in words.
    const { sentences } = await post<{ sentences: string[] }>('/api/v1/routing/check', withoutSentences({ ...current, rules }));
    setRules(rules.map((each, n) => ({ ...each, sentence: sentences[n] ?? '' })));
    setEditing(undefined);
  };
  return (
    <PageFrame title={t('routing.title')} text={t('routing.text')} actions={admin && <Button onClick={() => setEditing(current.rules.length)}>{t('routing.add')}</Button>}>
      {draft && (
        <Alert color="yellow" role="status" className="unsaved">
          <Group justify="space-between">
            <Text size="sm">{t('routing.unsaved')}</Text>
            <Group gap="xs">
              <Button size="compact-sm" variant="default" onClick={() => setDraft(undefined)}>{t('routing.discard')}</Button>
              <Button size="compact-sm" onClick={() => setSaving(true)}>{t('action.save')}</Button>
            </Group>
          </Group>
        </Alert>
      )}
      {current.rules.length === 0 && <Empty title={t('routing.empty')} text={t('routing.emptyText')} />}
      {current.rules.length > 1 && (
        <NativeSelect label={t('routing.mode')} maw={480} disabled={!admin} value={current.mode} onChange={({ currentTarget }) => change({ ...current, mode: currentTarget.value as 'first' })} data={(['first', 'all'] as const).map((value) => ({ value, label: t(`routing.${value}`) }))} />
      )}
      <Stack gap="xs" component="ol" className="rules">
        {current.rules.map((rule, n) => (
          <RuleCard key={rule.id} rule={rule} place={n} count={current.rules.length} admin={admin} move={(from, to) => setRules(moved(current.rules, from, to))} edit={() => setEditing(n)} set={(next) => setRules(next ? current.rules.map((each) => (each === rule ? next : each)) : current.rules.filter((each) => each !== rule))} />
        ))}
      </Stack>
      <Simulator draft={current} />
      <Versions stored={stored} bringBack={({ mode, rules, owners }) => change({ mode, rules, owners })} />
      {editing !== undefined && <RuleForm rule={current.rules[editing] ?? NEW} onClose={() => setEditing(undefined)} onKeep={keep} />}
      {saving && (
        <Save
          onClose={() => setSaving(false)}
          onSave={async (note) => {
            await put('/api/v1/routing', { ...withoutSentences(current), note, version: draft?.base });
            setDraft(undefined);
            toast(t('routing.saved'));
            await queries.invalidateQueries();
          }}
          onStale={() => {
            setDraft(undefined);
            setSaving(false);
            void queries.invalidateQueries();
          }}
        />
      )}
    </PageFrame>
  );
}

interface CardProps {
  readonly rule: Rule;
  readonly place: number;
  readonly count: number;
  readonly admin: boolean;
  readonly move: (from: number, to: number) => void;
  readonly edit: () => void;
  readonly set: (rule: Rule | undefined) => void;
}

/** Dragged, or moved by its buttons. */
function RuleCard({ rule, place, count, admin, move, edit, set }: CardProps) {
  const names = useQuery(accounts).data?.items ?? [];
  const sentence = names.reduce((text, { id, name }) => text.replaceAll(id, name), rule.sentence ?? '');
  return (
    <Paper
      component="li"
      withBorder
      p="sm"
      className="rule"
      draggable={admin}
      onDragStart={(event) => event.dataTransfer.setData('text/x-rule', String(place))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const from = event.dataTransfer.getData('text/x-rule');
        if (from !== '') move(Number(from), place);
      }}
    >
      <Group justify="space-between" gap="xs">
        <div className="grow">
          <Text fw={600} {...(!rule.enabled && { c: 'dimmed' })}>{place + 1}. {rule.name}</Text>
          <Text size="sm" {...(!rule.enabled && { c: 'dimmed' })}>{sentence}</Text>
        </div>
        {admin && (
          <Group gap={4}>
            <Switch checked={rule.enabled} onChange={({ currentTarget }) => set({ ...rule, enabled: currentTarget.checked })} aria-label={`${t('routing.enabled')}: ${rule.name}`} />
            <ActionIcon variant="default" disabled={place === 0} onClick={() => move(place, place - 1)} aria-label={`${t('routing.up')}: ${rule.name}`}>↑</ActionIcon>
            <ActionIcon variant="default" disabled={place === count - 1} onClick={() => move(place, place + 1)} aria-label={`${t('routing.down')}: ${rule.name}`}>↓</ActionIcon>
            <Button size="compact-sm" variant="default" onClick={edit}>{t('action.change')}</Button>
            <Button size="compact-sm" variant="light" color="red" onClick={() => set(undefined)} aria-label={`${t('routing.remove')}: ${rule.name}`}>{t('routing.remove')}</Button>
          </Group>
        )}
      </Group>
    </Paper>
  );
}

function Save({ onClose, onSave, onStale }: { readonly onClose: () => void; readonly onSave: (note: string) => Promise<void>; readonly onStale: () => void }) {
  const [note, setNote] = useState('');
  const [stale, setStale] = useState(false);
  return (
    <Ask
      title={t('routing.save')}
      submit={t('action.save')}
      onClose={onClose}
      onSubmit={async () => {
        try {
          await onSave(note.trim());
        } catch (problem) {
          setStale(problem instanceof Problem && problem.code === 'rules-changed');
          throw problem;
        }
      }}
    >
      <TextInput data-autofocus label={t('routing.note')} description={t('routing.noteHint')} maxLength={500} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
      {stale && <Button variant="default" onClick={onStale}>{t('routing.loadNewer')}</Button>}
    </Ask>
  );
}

