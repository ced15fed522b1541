import { Badge, Group, Text } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import type { Lead } from '../../api/types';
import { number, Time } from '../../parts/format';
import { t, word } from '../../texts/text';

export const LeadRow = memo(function LeadRow({ lead }: { readonly lead: Lead }) {
  return (
    <Link href={`/leads/${encodeURIComponent(lead.id)}`} className="row-link">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text fw={600} className="one-line">
          {lead.person?.name || t('leads.nobody')}
        </Text>
        <LeadStatus lead={lead} />
      </Group>
      <Text size="sm" className="one-line">
        {lead.preview || ' '}
      </Text>
      <Text size="xs" c="dimmed" className="one-line">
        {lead.channel && `${word('channel', lead.channel)} · `}
        {t('leads.contacts', { count: number(lead.contactsCount ?? 1) })} · <Time iso={lead.lastContactAt} />
      </Text>
    </Link>
  );
});

export function LeadStatus({ lead }: { readonly lead: Lead }) {
  if (lead.status !== 'open') return <Badge color="gray">{lead.outcome ? word('outcome', lead.outcome) : word('leadStatus', lead.status)}</Badge>;
  if (!lead.managerId) return <Badge color="yellow">{t('leads.pool')}</Badge>;
  return <Badge variant="light" maw="60%">{lead.manager?.name ?? lead.managerId}</Badge>;
}
