import { Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { errorAt } from '../parts/fields';
import { localized, t } from '../texts/text';
import { SchemaField, type SchemaFieldProps } from './schema-field';
import { descriptionOf, titleOf } from './schema-text';
import { asObject } from './values';

/** Entries of several settings each, such as the fields of a form: added, moved, taken away. */
export function ListOfObjects({ name, path, schema, value, onChange, problem }: SchemaFieldProps) {
  const entries = Array.isArray(value) ? value.map(asObject) : [];
  const properties = Object.entries(schema.items?.properties ?? {});
  const set = (index: number, entry: Record<string, unknown>) => onChange(entries.with(index, entry));
  const move = (index: number, by: number) => {
    const [entry] = entries.slice(index, index + 1);
    if (entry) onChange(entries.toSpliced(index, 1).toSpliced(index + by, 0, entry));
  };
  const own = errorAt(problem, path);
  return (
    <Fieldset legend={titleOf(name, schema)}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {descriptionOf(schema)}
        </Text>
        {entries.map((entry, index) => (
          <details key={index} className="more" open={errorAt(problem, `${path}.${index}`) !== undefined || undefined}>
            <summary>
              {index + 1}. {entryTitle(entry)}
            </summary>
            <Stack gap="xs" mt="xs">
              {properties.map(([inner, property]) => (
                <SchemaField key={inner} name={inner} path={`${path}.${index}.${inner}`} schema={property} value={entry[inner]} onChange={(next) => set(index, withValue(entry, inner, next))} problem={problem} />
              ))}
              <Group gap="xs">
                <Button size="compact-sm" variant="default" disabled={index === 0} onClick={() => move(index, -1)}>
                  {t('form.up')}
                </Button>
                <Button size="compact-sm" variant="default" disabled={index === entries.length - 1} onClick={() => move(index, 1)}>
                  {t('form.down')}
                </Button>
                <Button size="compact-sm" variant="light" color="red" onClick={() => onChange(entries.toSpliced(index, 1))}>
                  {t('action.remove')}
                </Button>
              </Group>
            </Stack>
          </details>
        ))}
        {own && (
          <Text c="red" size="sm" role="alert">
            {own}
          </Text>
        )}
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => onChange([...entries, {}])}>
            {t('action.add')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}

/** Empty texts are left out: the server would take them for given. */
function withValue(entry: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> {
  const empty = value === '' || value === undefined || (typeof value === 'object' && value !== null && Object.values(value).every((each) => each === ''));
  return Object.fromEntries([...Object.entries(entry).filter(([each]) => each !== name), ...(empty ? [] : [[name, value]])]);
}

function entryTitle(entry: Record<string, unknown>): string {
  return localized(asObject(entry['label'])) || String(entry['name'] ?? entry['purpose'] ?? '…');
}
