import { NativeSelect, Paper, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { conversationsOfLead } from '../../api/queries';
import { number } from '../../parts/format';
import { Failure } from '../../parts/messages';
import { t, word } from '../../texts/text';
import { ConversationView } from './conversation-view';
import { isShared, titleOf } from './title';

/** What was said with the customer of a lead, by whichever way; the newest of several is shown first. */
export function LeadConversations({ leadId }: { readonly leadId: string }) {
  const { data, error, refetch } = useQuery(conversationsOfLead(leadId));
  const [chosen, choose] = useState<string>();
  if (error && !data) return <Failure problem={error} again={() => void refetch()} />;
  // It stays the one that was shown, also when somebody writes by another way meanwhile.
  const first = data?.items[0]?.id;
  if (chosen === undefined && first !== undefined) choose(first);
  if (!data || chosen === undefined) return null;
  return (
    <Stack gap="xs">
      {data.items.length > 1 && (
        <NativeSelect
          label={t('talk.one')}
          value={chosen}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          data={data.items.map((each) => ({ value: each.id, label: [word('channel', each.channel), isShared(each) && word('talkKind', each.kind), titleOf(each), each.unread > 0 && t('talk.unread', { count: number(each.unread) })].filter(Boolean).join(' · ') }))}
        />
      )}
      <Paper component="section" withBorder className="talk-thread in-card" aria-label={t('talk.one')}>
        <ConversationView key={chosen} id={chosen} />
      </Paper>
    </Stack>
  );
}
