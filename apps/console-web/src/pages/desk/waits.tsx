import { Badge, Group } from '@mantine/core';
import type { Lead } from '../../api/types';
import { Time } from '../../parts/format';
import { t, word } from '../../texts/text';

/** What a lead waits for, and until when. */
export function Waits({ lead }: { readonly lead: Lead }) {
  const late = (iso: string | undefined): boolean => iso !== undefined && new Date(iso) < new Date();
  return (
    <Group gap="xs" mt={2}>
      {lead.waiting && (
        <Badge variant="default" tt="none">
          {word('waitingFor', lead.waiting)}
        </Badge>
      )}
      {lead.dueAt && (
        <Badge {...(late(lead.dueAt) ? { color: 'red.9' } : { variant: 'default' })} tt="none">
          {word('dueFor', lead.due)} <Time iso={lead.dueAt} />
        </Badge>
      )}
      {lead.answerDueAt && (
        <Badge {...(late(lead.answerDueAt) ? { color: 'red.9' } : { variant: 'default' })} tt="none">
          {t('desk.answerBy')} <Time iso={lead.answerDueAt} />
        </Badge>
      )}
    </Group>
  );
}
