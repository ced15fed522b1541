import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client';
import type { Conversation } from '../../api/conversation-types';
import { managers } from '../../api/queries';
import { Ask } from '../../parts/ask';
import { toast } from '../../parts/messages';
import { useAfterGivingAway } from '../../parts/somebody-elses';
import { useMe } from '../../session/me';
import { t } from '../../texts/text';

interface Props {
  readonly conversation: Conversation;
  readonly what: 'transfer' | 'invite';
  readonly onClose: () => void;
}

/** To whom the lead goes, or who is asked in besides. */
export function ChooseManager({ conversation: { id, lead, participants }, what, onClose }: Props) {
  const me = useMe();
  const path = `/api/v1/conversations/${encodeURIComponent(id)}`;
  const after = useAfterGivingAway(path);
  const { data } = useQuery(managers);
  const [managerId, setManagerId] = useState<string>();
  const there = what === 'invite' ? participants.map((each) => each.managerId) : [];
  const others = (data?.items ?? []).filter((each) => each.active && each.id !== lead?.managerId && !there.includes(each.id) && (what === 'transfer' || each.id !== me.managerId));
  const chosen = managerId ?? others[0]?.id;
  const invites = what === 'invite';
  const give = async (to: string) => {
    await post(`${path}/${what}`, { managerId: to });
    toast(t(invites ? 'talk.invited' : 'leads.transferred'));
    await after();
  };
  // Nobody could be named before.
  if (!data) return null;
  return (
    <Ask
      title={t(`talk.${what}Title`)}
      text={t(chosen ? `talk.${what}Text` : invites ? 'talk.inviteNobody' : 'leads.noManagers')}
      submit={t(invites ? 'talk.invite' : 'leads.transfer')}
      onClose={onClose}
      onSubmit={chosen ? () => give(chosen) : undefined}
    >
      {chosen && <NativeSelect data-autofocus label={t(invites ? 'talk.inviteWhom' : 'leads.transferTo')} value={chosen} onChange={({ currentTarget }) => setManagerId(currentTarget.value)} data={others.map(({ id: value, name }) => ({ value, label: name }))} />}
    </Ask>
  );
}
