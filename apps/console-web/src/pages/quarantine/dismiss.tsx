import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client';
import { Ask } from '../../parts/ask';
import { number } from '../../parts/format';
import { toast } from '../../parts/messages';
import { t } from '../../texts/text';

interface Props {
  /** Of one payload, or of a selection. */
  readonly path: string;
  readonly selection?: object;
  readonly what: string;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Puts payloads away with a reason; their bytes stay, and it can be undone. */
export function Dismiss({ path, selection, what, onClose, onChanged }: Props) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  return (
    <Ask
      title={t('quarantine.dismiss')}
      text={what}
      submit={t('quarantine.dismiss')}
      onClose={onClose}
      onSubmit={async () => {
        const { dismissed = 1 } = await post<{ dismissed?: number }>(path, { ...selection, reason });
        toast(t('quarantine.dismissed', { count: number(dismissed) }));
        await queries.invalidateQueries();
        onChanged();
      }}
    >
      <TextInput data-autofocus name="reason" label={t('quarantine.reason')} description={t('quarantine.reasonHint')} required maxLength={500} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
    </Ask>
  );
}
