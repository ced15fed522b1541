import { Badge, Button, Group, Menu, Text, Title, type TitleOrder } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '../../api/client';
import type { Conversation } from '../../api/conversation-types';
import { lines, managers } from '../../api/queries';
import { refreshLists } from '../../live/use-live';
import { complain, toast } from '../../parts/messages';
import { useIsOperator, useMe } from '../../session/me';
import { t, word } from '../../texts/text';
import { CloseLead, useTakeLead } from '../leads/lead-actions';
import { ChooseManager } from './choose-manager';
import { GroupSign } from './group-sign';
import { isShared, titleOf } from './title';

/** Who it is with, who takes part, and what may be done about it. */
export function ThreadHead({ conversation, order }: { readonly conversation: Conversation; readonly order: TitleOrder }) {
  const { kind, channel, line, lead, person, participants, finishedAt } = conversation;
  const { data: people } = useQuery(managers);
  const { data: allLines } = useQuery(lines);
  const owner = people?.items.find(({ id }) => id === lead?.managerId)?.name;
  const guests = participants.filter(({ managerId }) => managerId !== lead?.managerId).map(({ name }) => name);
  const about = [word('channel', channel), isShared(conversation) && word('talkKind', kind), allLines?.items.find(({ id }) => id === line)?.name ?? line, owner, guests.length > 0 && t('talk.with', { names: guests.join(', ') })];
  return (
    <div className="thread-head">
      <div className="grow">
        <Title order={order} size="h4" className="one-line" title={titleOf(conversation)}>
          {kind === 'group' && <GroupSign />}
          {person && !isShared(conversation) ? <Link href={`/people/${encodeURIComponent(person.id)}`}>{titleOf(conversation)}</Link> : titleOf(conversation)}
        </Title>
        <Text size="xs" c="dimmed">
          {about.filter(Boolean).join(' · ')}
          {lead && (
            <>
              {' · '}
              <Link href={`/leads/${encodeURIComponent(lead.id)}`}>{t('contact.lead')}</Link>
            </>
          )}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        {finishedAt && <Badge color="gray">{t('talk.finished')}</Badge>}
        <Actions conversation={conversation} />
      </Group>
    </div>
  );
}

/** One's own list by itself; what others see as well by the route of the conversation. */
function useAct({ id }: Conversation) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ what, body = {} }: { readonly what: string; readonly body?: object; readonly done?: string }) => post(`/api/v1/conversations/${encodeURIComponent(id)}/${what}`, body),
    onSuccess: (_, { done }) => done && toast(done),
    onError: complain,
    onSettled: () => {
      refreshLists();
      return queries.invalidateQueries();
    },
  });
}

function Actions({ conversation }: { readonly conversation: Conversation }) {
  const { lead, participants, pinned, finishedAt } = conversation;
  const me = useMe();
  const operator = useIsOperator();
  const act = useAct(conversation);
  const take = useTakeLead({ id: lead?.id ?? '' });
  const [asking, setAsking] = useState<'transfer' | 'invite' | 'close'>();
  const open = lead?.status === 'open';
  const mine = me.managerId !== null && lead?.managerId === me.managerId;
  const guest = !mine && participants.some(({ managerId }) => managerId === me.managerId);
  const may = operator || mine;
  const close = () => setAsking(undefined);
  return (
    <>
      {open && !lead.managerId && me.managerId && (
        <Button size="compact-sm" loading={take.isPending} onClick={() => take.mutate()}>
          {t('leads.take')}
        </Button>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button size="compact-sm" variant="default" loading={act.isPending}>
            {t('talk.actions')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {may && open && <Menu.Item onClick={() => setAsking('transfer')}>{t('leads.transfer')}</Menu.Item>}
          <Menu.Item onClick={() => setAsking('invite')}>{t('talk.invite')}</Menu.Item>
          {guest && <Menu.Item onClick={() => act.mutate({ what: 'leave', done: t('talk.leftNow') })}>{t('talk.leave')}</Menu.Item>}
          <Menu.Item onClick={() => act.mutate({ what: 'pin', body: { pinned: !pinned } })}>{t(pinned ? 'talk.unpin' : 'talk.pin')}</Menu.Item>
          {finishedAt ? <Menu.Item onClick={() => act.mutate({ what: 'reopen', done: t('talk.reopenedNow') })}>{t('talk.reopen')}</Menu.Item> : <Menu.Item onClick={() => act.mutate({ what: 'finish', done: t('talk.finishedNow') })}>{t('talk.finish')}</Menu.Item>}
          {may && open && <Menu.Item onClick={() => setAsking('close')}>{t('leads.closeTitle')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {asking === 'transfer' && <ChooseManager conversation={conversation} what="transfer" onClose={close} />}
      {asking === 'invite' && <ChooseManager conversation={conversation} what="invite" onClose={close} />}
      {asking === 'close' && lead && <CloseLead lead={lead} onClose={close} />}
    </>
  );
}
