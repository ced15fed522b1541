import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client';
import { managers } from '../../api/queries';
import type { Lead } from '../../api/types';
import { Ask } from '../../parts/ask';
import { complain, toast } from '../../parts/messages';
import { useAfterGivingAway } from '../../parts/somebody-elses';
import { t } from '../../texts/text';

/** How a lead may be closed. */
const OUTCOMES = ['won', 'lost', 'other'] as const;
/** Back to those who may take it. */
const POOL = '';

export function useTakeLead({ id }: Pick<Lead, 'id'>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => post(`/api/v1/leads/${id}/take`),
    onSuccess: () => toast(t('leads.taken')),
    onError: complain,
    onSettled: () => queries.invalidateQueries(),
  });
}

export function TransferLead({ lead, onClose }: { readonly lead: Lead; readonly onClose: () => void }) {
  const after = useAfterGivingAway(`/api/v1/leads/${lead.id}`);
  const { data } = useQuery(managers);
  const others = (data?.items ?? []).filter(({ id, active }) => active && id !== lead.managerId);
  const [managerId, setManagerId] = useState<string>();
  const options = [...others.map(({ id, name }) => ({ value: id, label: name })), ...(lead.managerId ? [{ value: POOL, label: t('leads.toPool') }] : [])];
  const chosen = managerId ?? options[0]?.value;
  const give = async (to: string) => {
    await post(`/api/v1/leads/${lead.id}/transfer`, { managerId: to === POOL ? null : to });
    toast(t('leads.transferred'));
    await after();
  };
  return (
    <Ask
      title={t('leads.transferTitle')}
      {...(data && !chosen && { text: t('leads.noManagers') })}
      submit={t('leads.transfer')}
      onClose={onClose}
      onSubmit={chosen ? () => give(chosen) : undefined}
    >
      {chosen && <NativeSelect data-autofocus label={t('leads.transferTo')} value={chosen} onChange={({ currentTarget }) => setManagerId(currentTarget.value)} data={options} />}
    </Ask>
  );
}

export function CloseLead({ lead, onClose }: { readonly lead: Pick<Lead, 'id'>; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<string>(OUTCOMES[0]);
  const [note, setNote] = useState('');
  return (
    <Ask
      title={t('leads.closeTitle')}
      submit={t('leads.close')}
      onClose={onClose}
      onSubmit={async () => {
        await post(`/api/v1/leads/${lead.id}/close`, { outcome, ...(note.trim() && { note: note.trim() }) });
        toast(t('leads.closedNow'));
        await queries.invalidateQueries();
      }}
    >
      <NativeSelect data-autofocus label={t('leads.outcome')} value={outcome} onChange={({ currentTarget }) => setOutcome(currentTarget.value)} data={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))} />
      <TextInput label={t('leads.note')} maxLength={2000} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
    </Ask>
  );
}
