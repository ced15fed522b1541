import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routingVersions } from '../../api/queries';
import { Section } from '../../parts/facts';
import { Time } from '../../parts/format';
import { Failure } from '../../parts/messages';
import { useIsOperator, useRole } from '../../session/me';
import { t, word } from '../../texts/text';
import { changesOf, type RulesVersion } from './rules';

const NONE: RulesVersion = { version: 0, mode: 'first', rules: [], owners: {} };

/** Every version that was ever set, and what each changed. */
export function Versions({ stored, bringBack }: { readonly stored: RulesVersion; readonly bringBack: (version: RulesVersion) => void }) {
  const operator = useIsOperator();
  const admin = useRole('admin');
  const { data, error } = useQuery({ ...routingVersions, enabled: operator });
  const [shown, setShown] = useState<number>();
  if (!operator || stored.version === 0) return null;
  return (
    <Section title={t('routing.versions')}>
      {error && <Failure problem={error} />}
      <Stack gap="xs">
        {data?.items.map((version, n) => (
          <Paper key={version.version} withBorder p="xs" className="version">
            <Group justify="space-between" gap="xs">
              <Text size="sm">
                {version.version} · {version.author} · <Time iso={version.createdAt} />
                {version.note && ` · ${version.note}`}
              </Text>
              <Group gap="xs">
                <Button size="compact-sm" variant="default" aria-expanded={shown === n} onClick={() => setShown(shown === n ? undefined : n)}>{t('routing.whatChanged')}</Button>
                {admin && version.version !== stored.version && <Button size="compact-sm" variant="default" onClick={() => bringBack(version)}>{t('routing.bringBack')}</Button>}
              </Group>
            </Group>
            {shown === n && <Difference before={data.items[n + 1] ?? NONE} after={version} />}
          </Paper>
        ))}
      </Stack>
    </Section>
  );
}

function Difference({ before, after }: { readonly before: RulesVersion; readonly after: RulesVersion }) {
  const changes = changesOf(before, after);
  return (
    <ul className="difference">
      {changes.length === 0 && before.mode === after.mode && <li>{t('routing.nothingChanged')}</li>}
      {before.mode !== after.mode && <li>{t(`routing.${after.mode}`)}</li>}
      {changes.map((change) => (
        <li key={`${change.kind} ${change.rule.id}`}>
          <b>{word('ruleChange', change.kind)}</b> {change.rule.name}
          {change.kind === 'changed' && <Text size="sm"><del>{change.before.sentence}</del></Text>}
          {change.kind !== 'moved' && <Text size="sm">{change.kind === 'removed' ? <del>{change.rule.sentence}</del> : change.rule.sentence}</Text>}
        </li>
      ))}
    </ul>
  );
}
