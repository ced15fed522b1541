import { Stack } from '@mantine/core';
import { useState } from 'react';
import type { Schema, Settings } from '../api/types';
import { errorAt } from '../parts/fields';
import { t } from '../texts/text';
import { providerHint } from './schema-text';
import { SchemaField } from './schema-field';

interface Props {
  readonly schema: Schema;
  /** "settings", as the API names where something is wrong. */
  readonly path: string;
  readonly values: Settings;
  readonly onChange: (values: Settings) => void;
  readonly problem: unknown;
}

/** A form made from a channel's schema: the few settings that everybody needs, the others below "more". */
export function SchemaFields({ schema, path, values, onChange, problem }: Props) {
  const all = Object.entries(schema.properties ?? {});
  const [plain, advanced] = [all.filter(([, { advanced: few }]) => !few), all.filter(([, { advanced: few }]) => few)];
  const wrong = advanced.some(([name]) => errorAt(problem, `${path}.${name}`));
  const [open, setOpen] = useState(false);
  const hint = providerHint(schema, values);
  const field = ([name, property]: readonly [string, Schema]) => (
    <SchemaField key={name} name={name} path={`${path}.${name}`} schema={property} value={values[name]} onChange={(value) => onChange({ ...values, [name]: value })} problem={problem} {...(property.secret && hint && { hint })} />
  );
  return (
    <Stack gap="sm">
      {plain.map(field)}
      {advanced.length > 0 && (
        <details open={open || wrong} onToggle={({ currentTarget }) => setOpen(currentTarget.open)} className="more">
          <summary>{t('form.more')}</summary>
          <Stack gap="sm" mt="sm">
            {advanced.map(field)}
          </Stack>
        </details>
      )}
    </Stack>
  );
}
