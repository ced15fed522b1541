import { Modal, NativeSelect, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { patch, post, Problem, remove } from '../../api/client';
import { managers } from '../../api/queries';
import type { Person, PersonCard } from '../../api/types';
import { Ask } from '../../parts/ask';
import { type Field, FieldsForm } from '../../parts/fields';
import { localTime } from '../../parts/format';
import { toast } from '../../parts/messages';
import { useIsOperator } from '../../session/me';
import { t } from '../../texts/text';
import { ChoosePerson } from './choose-person';
import { MergeForm } from './merge-form';

interface Props {
  readonly person: PersonCard;
  readonly onClose: () => void;
}

function FormDialog({ title, children, onClose }: { readonly title: string; readonly children: ReactNode; readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      {children}
    </Modal>
  );
}

export function EditDialog({ person, onClose }: Props) {
  const queries = useQueryClient();
  const operator = useIsOperator();
  const { data: people } = useQuery(managers);
  const manager: Field = { name: 'managerId', label: t('leads.manager'), type: 'select', value: person.managerId ?? '', options: [{ value: '', label: t('users.noManager') }, ...(people?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))] };
  return (
    <FormDialog title={t('action.change')} onClose={onClose}>
      <FieldsForm
        fields={[{ name: 'name', label: t('leads.name'), value: person.name, maxLength: 200, autoFocus: true }, { name: 'company', label: t('contact.company'), value: person.company ?? '', optional: true, maxLength: 200 }, ...(operator ? [manager] : [])]}
        submit={t('action.save')}
        onSubmit={async ({ managerId, ...values }) => {
          await patch(`/api/v1/people/${person.id}`, { ...values, ...(operator && { managerId: managerId || null }) });
          await queries.invalidateQueries();
          onClose();
        }}
      />
    </FormDialog>
  );
}

export function IdentityDialog({ person, onClose }: Props) {
  const queries = useQueryClient();
  return (
    <FormDialog title={t('people.addIdentity')} onClose={onClose}>
      <FieldsForm
        fields={[
          { name: 'type', label: t('people.kind'), type: 'select', options: [{ value: 'phone', label: t('identity.phone') }, { value: 'email', label: t('identity.email') }] },
          { name: 'value', label: t('people.value'), maxLength: 320, autoFocus: true },
        ]}
        submit={t('action.add')}
        onSubmit={async (values) => {
          await post(`/api/v1/people/${person.id}/identities`, values);
          await queries.invalidateQueries();
          onClose();
        }}
      />
    </FormDialog>
  );
}

export function ActivityDialog({ person, onClose }: Props) {
  const queries = useQueryClient();
  return (
    <FormDialog title={t('people.addActivity')} onClose={onClose}>
      <FieldsForm
        fields={[
          { name: 'kind', label: t('people.kind'), type: 'select', options: [{ value: 'call', label: t('activity.call') }, { value: 'meeting', label: t('activity.meeting') }] },
          { name: 'occurredAt', label: t('account.when'), type: 'datetime-local', value: localTime(new Date()) },
          { name: 'durationMinutes', label: t('people.minutes'), type: 'number', optional: true },
          { name: 'result', label: t('people.result'), maxLength: 10_000, autoFocus: true },
        ]}
        submit={t('action.save')}
        onSubmit={async ({ kind, occurredAt = '', durationMinutes, result }) => {
          await post(`/api/v1/people/${person.id}/activities`, { kind, result, occurredAt: new Date(occurredAt).toISOString(), ...(durationMinutes && { durationMinutes: Number(durationMinutes) }) });
          await queries.invalidateQueries();
          onClose();
        }}
      />
    </FormDialog>
  );
}

/** First with whom, then how. */
export function MergeDialog({ person, onClose }: Props) {
  const [other, setOther] = useState<Person>();
  const [, go] = useLocation();
  if (!other) return <ChoosePerson title={t('people.mergeWith')} without={person.id} onClose={onClose} onChosen={setOther} />;
  return (
    <MergeForm
      people={[person, other]}
      onClose={onClose}
      onMerge={async (choices) => {
        await post(`/api/v1/people/${person.id}/merge`, { with: other.id, ...choices });
        go(`/people/${choices.survivor}`);
      }}
    />
  );
}

/** The latest merge is undone first. */
export function UnmergeDialog({ person, onClose }: Props) {
  const queries = useQueryClient();
  const open = person.merges.filter(({ undoneAt }) => !undoneAt);
  const [mergeId, setMergeId] = useState(open[0]?.id);
  return (
    <Ask
      title={t('people.unmerge')}
      text={t('people.unmergeText')}
      submit={t('people.unmerge')}
      onClose={onClose}
      onSubmit={async () => {
        await post(`/api/v1/people/${person.id}/unmerge`, { mergeId });
        toast(t('people.unmerged'));
        await queries.invalidateQueries();
      }}
    >
      <NativeSelect data-autofocus label={t('people.merges')} value={mergeId} onChange={({ currentTarget }) => setMergeId(currentTarget.value)} data={open.map(({ id, mergedName }) => ({ value: id, label: mergedName || t('contacts.nobody') }))} />
    </Ask>
  );
}

/** For good: the name has to be typed. */
export function EraseDialog({ person, onClose }: Props) {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const wanted = person.name || person.id;
  return (
    <Ask
      danger
      title={t('people.erase')}
      text={t('people.eraseText')}
      submit={t('people.erase')}
      onClose={onClose}
      onSubmit={async () => {
        if (typed.trim() !== wanted) throw new Problem(0, { detail: t('people.eraseMismatch', { name: wanted }) });
        const { sentence } = await remove<{ sentence: string }>(`/api/v1/people/${person.id}`);
        toast(sentence);
        await queries.invalidateQueries();
        go('/people');
      }}
    >
      <Text size="sm">{t('people.typeName', { name: wanted })}</Text>
      <TextInput data-autofocus aria-label={t('people.typeName', { name: wanted })} value={typed} onChange={({ currentTarget }) => setTyped(currentTarget.value)} />
    </Ask>
  );
}
