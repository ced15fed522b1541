import { Button, Group, Text } from '@mantine/core';
import { Clock, size } from '../../parts/format';
import { said } from '../../parts/messages';
import { t } from '../../texts/text';
import { Bubble } from './item-view';
import type { Outgoing } from './outbox';
import { outbox } from './replies';

interface Props {
  readonly outgoing: Outgoing;
  readonly conversationId: string;
  /** Into the composer, to be changed. */
  readonly putBack: (outgoing: Outgoing) => void;
}

/** An answer that the server's list doesn't show yet. */
export function OutgoingReply({ outgoing, conversationId, putBack }: Props) {
  const { key, state, text, files, at, problem } = outgoing;
  return (
    <Bubble side="ours" head={t('talk.you')} text={text} foot={<Foot at={at} state={state} />}>
      {files.length > 0 && (
        <ul className="message-files">
          {files.map((file, index) => (
            <li key={index}>
              {file.name}{' '}
              <Text span size="xs" c="dimmed">
                {size(file.size)}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {problem !== undefined && (
        <div role="alert" className="outgoing-problem">
          <Text size="xs">{said(problem)}</Text>
          <Group gap="xs" mt={4}>
            {state === 'lost' && (
              <Button size="compact-xs" variant="default" onClick={() => void outbox.again(conversationId, key)}>
                {t('error.again')}
              </Button>
            )}
            {state === 'refused' && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  outbox.drop(conversationId, key);
                  putBack(outgoing);
                }}
              >
                {t('talk.putBack')}
              </Button>
            )}
          </Group>
        </div>
      )}
    </Bubble>
  );
}

function Foot({ at, state }: Pick<Outgoing, 'at' | 'state'>) {
  const trouble = state === 'lost' || state === 'refused';
  return (
    <span className="reply-state" data-state={trouble ? 'failed' : 'queued'}>
      <Clock iso={at} /> · <span className="state-word">{t(trouble ? `talk.${state}` : 'replyState.queued')}</span>
    </span>
  );
}
