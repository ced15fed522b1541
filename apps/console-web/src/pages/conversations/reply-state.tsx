import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post } from '../../api/client';
import type { Reply, ReplyState } from '../../api/conversation-types';
import { Clock, Time } from '../../parts/format';
import { complain } from '../../parts/messages';
import { refreshLists } from '../../live/use-live';
import { t, word } from '../../texts/text';

/** Seen at a glance; the words say it besides. */
const SIGNS: Readonly<Record<ReplyState, string>> = { queued: '◔', sending: '◔', sent: '✓', delivered: '✓✓', read: '✓✓', failed: '✕', unknown: '?' };

/** What became of an answer; of one that nobody knows about, what a person can say. */
export function ReplyStateLine({ reply }: { readonly reply: Reply }) {
  const { state, reason, nextTryAt, askedAt } = reply;
  return (
    <div className="reply-state" data-state={state}>
      <Clock iso={askedAt} /> · <span aria-hidden>{SIGNS[state] ?? ''} </span>
      <span className="state-word">{word('replyState', state)}</span>
      {reason && (state === 'failed' || state === 'unknown' || state === 'queued') && <span>: {reason.detail}</span>}
      {nextTryAt && state === 'queued' && (
        <span>
          {' · '}
          {t('connectors.nextTry')} <Time iso={nextTryAt} />
        </span>
      )}
      {state === 'unknown' && <Settle id={reply.id} explained={Boolean(reason?.detail)} />}
    </div>
  );
}

function Settle({ id, explained }: { readonly id: string; readonly explained: boolean }) {
  const queries = useQueryClient();
  const settle = useMutation({
    mutationFn: (sent: boolean) => post(`/api/v1/replies/${encodeURIComponent(id)}/settle`, { sent }),
    onError: complain,
    onSettled: () => {
      refreshLists();
      return queries.invalidateQueries();
    },
  });
  return (
    <div>
      {!explained && t('talk.settle')}
      <Group gap="xs" mt={4}>
        <Button size="compact-xs" variant="default" disabled={settle.isPending} onClick={() => settle.mutate(true)}>
          {t('talk.arrived')}
        </Button>
        <Button size="compact-xs" variant="default" disabled={settle.isPending} onClick={() => settle.mutate(false)}>
          {t('talk.didNotArrive')}
        </Button>
      </Group>
    </div>
  );
}
