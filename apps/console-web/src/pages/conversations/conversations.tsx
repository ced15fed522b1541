import { Box, Button, Paper, Title } from '@mantine/core';
import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { Link } from 'wouter';
import { Empty } from '../../parts/messages';
import { t } from '../../texts/text';
import { ConversationList } from './conversation-list';
import { ConversationView } from './conversation-view';

/** As the style sheet has it: list and thread stand side by side. */
const WIDE = '(min-width: 62em)';

/** Everybody who writes: the list and one thread, side by side on a desk, one after the other on a phone. */
export default function Conversations({ id }: { readonly id: string | undefined }) {
  const wide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  useDocumentTitle(`${t('talk.title')} · Tributary`);
  return (
    <Box className="talk">
      {(wide || !id) && (
        <section className="talk-list" aria-label={t('talk.title')}>
          <div className="talk-list-head">
            <Title order={1} size="h2">
              {t('talk.title')}
            </Title>
            <Button component={Link} href="/canned-answers" variant="default" size="compact-sm">
              {t('canned.title')}
            </Button>
          </div>
          <ConversationList chosen={id} />
        </section>
      )}
      {id && (
        <Paper component="section" withBorder className="talk-thread" aria-label={t('talk.one')}>
          <ConversationView key={id} id={id} alone={!wide} />
        </Paper>
      )}
      {wide && !id && (
        <div className="talk-none">
          <Empty title={t('talk.chooseTitle')} text={t('talk.chooseText')} />
        </div>
      )}
    </Box>
  );
}
