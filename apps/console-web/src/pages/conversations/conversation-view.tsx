import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from 'wouter';
import { conversation as conversationQuery } from '../../api/queries';
import { Failure, Loading } from '../../parts/messages';
import { isSomebodyElses, SomebodyElses } from '../../parts/somebody-elses';
import { t } from '../../texts/text';
import { Composer } from './composer';
import { useDroppedFiles } from './dropped-files';
import { useKeepUnsent } from './replies';
import { Thread } from './thread';
import { ThreadHead } from './thread-head';
import { useDraft } from './use-draft';

interface Props {
  readonly id: string;
  /** Nothing else is on the page: then it names the page, and there is a way back. */
  readonly alone?: boolean;
}

/** One conversation: who it is with, what was said, what one says. To be keyed by the id. */
export function ConversationView({ id, alone = false }: Props) {
  const search = useSearch();
  const { data: conversation, error, refetch } = useQuery(conversationQuery(id));
  const draft = useDraft(id);
  const dropped = useDroppedFiles(draft.addFiles);
  useKeepUnsent();
  const back = alone && (
    <Link href={`/conversations${search ? `?${search}` : ''}`} className="back">
      ← {t('talk.title')}
    </Link>
  );
  const gone = isSomebodyElses(error);
  if (!conversation || gone) {
    return (
      <div className="talk-view">
        {back}
        {gone ? <SomebodyElses title={t('gone.conversation')} /> : error ? <Failure problem={error} again={() => void refetch()} /> : <Loading />}
      </div>
    );
  }
  return (
    <div className="talk-view" {...dropped.on} data-dropping={dropped.over || undefined}>
      {back}
      <ThreadHead conversation={conversation} order={alone ? 1 : 2} />
      {error && <Failure problem={error} again={() => void refetch()} />}
      <Thread conversation={conversation} putBack={draft.putBack} />
      <Composer conversation={conversation} draft={draft} />
    </div>
  );
}
