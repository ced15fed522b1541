import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '../../api/client';
import { managers } from '../../api/queries';
import type { Manager } from '../../api/types';
import { Ask } from '../../parts/ask';
import { toast } from '../../parts/messages';
import { t } from '../../texts/text';

const MINUTE_MS = 60_000;
const CHOICES = ['auto', 'available', 'pause15', 'pause60', 'paused', 'absent'] as const;
type Choice = (typeof CHOICES)[number];
/** Pauses that end by themselves, in minutes. */
const PAUSES: Readonly<Record<string, number>> = { pause15: 15, pause60: 60 };

/** Here, pausing, or away until a time, with somebody who stands in. */
export function PresenceDialog({ manager, onClose }: { readonly manager: Manager; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const { data } = useQuery(managers);
  const [choice, setChoice] = useState<Choice>(manager.presence?.present === false ? 'auto' : 'pause15');
  const [until, setUntil] = useState('');
  const [substituteId, setSubstituteId] = useState('');
  const [note, setNote] = useState('');
  const away = choice === 'absent' || choice === 'paused' || choice in PAUSES;
  const save = async () => {
    const pause = PAUSES[choice];
    const end = pause === undefined ? until && new Date(until).toISOString() : new Date(Date.now() + pause * MINUTE_MS).toISOString();
    await put(`/api/v1/managers/${manager.id}/presence`, {
      status: pause === undefined ? choice : 'paused',
      ...(away && end && { until: end }),
      ...(away && substituteId && { substituteId }),
      ...(away && note.trim() && { note: note.trim() }),
    });
    toast(t('presence.saved'));
    await queries.invalidateQueries();
  };
  return (
    <Ask title={`${t('presence.title')}: ${manager.name}`} submit={t('action.save')} onClose={onClose} onSubmit={save}>
      <NativeSelect data-autofocus label={t('presence.status')} value={choice} onChange={({ currentTarget }) => setChoice(currentTarget.value as Choice)} data={CHOICES.map((value) => ({ value, label: t(`presence.${value}`) }))} />
      {(choice === 'absent' || choice === 'paused') && <TextInput type="datetime-local" label={t('presence.until')} description={t('presence.untilHint')} value={until} onChange={({ currentTarget }) => setUntil(currentTarget.value)} />}
      {away && (
        <>
          <NativeSelect label={t('presence.substitute')} value={substituteId} onChange={({ currentTarget }) => setSubstituteId(currentTarget.value)} data={[{ value: '', label: t('presence.nobody') }, ...(data?.items ?? []).filter(({ id, active }) => active && id !== manager.id).map(({ id, name }) => ({ value: id, label: name }))]} />
          <TextInput label={t('leads.note')} maxLength={200} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
        </>
      )}
    </Ask>
  );
}
