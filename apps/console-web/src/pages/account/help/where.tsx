import { Paper, Title } from '@mantine/core';
import { type ComponentType, lazy, Suspense } from 'react';
import { t } from '../../../texts/text';

/** A channel's pictures stand in a file of its name; a channel without one has none. */
const FILES = import.meta.glob<{ readonly default: ComponentType }>('./channels/*.tsx');
const PICTURES = new Map(Object.entries(FILES).map(([path, load]) => [path.replace(/^.*\/|\.tsx$/g, ''), lazy(load)]));

/** Where at the provider the settings of an account are found. */
export function WhereToFind({ channel }: { readonly channel: string }) {
  const Pictures = PICTURES.get(channel);
  if (!Pictures) return null;
  return (
    <Paper component="aside" withBorder p="md" className="where-to-find">
      <Title order={2} size="h4" mb="xs">
        {t('help.title')}
      </Title>
      <ol>
        <Suspense>
          <Pictures />
        </Suspense>
      </ol>
    </Paper>
  );
}
