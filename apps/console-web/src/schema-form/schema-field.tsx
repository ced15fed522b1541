import { Anchor, Button, Fieldset, NativeSelect, NumberInput, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schema } from '../api/types';
import { errorAt } from '../parts/fields';
import { SecretInput } from '../parts/secret-input';
import { t } from '../texts/text';
import { ListOfObjects } from './list-of-objects';
import { choicesOf, descriptionOf, noChoice, titleOf } from './schema-text';
import { asObject, fromChoice, MASK } from './values';

export interface SchemaFieldProps {
  readonly name: string;
  readonly path: string;
  readonly schema: Schema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly problem: unknown;
  /** Beside the schema's own description. */
  readonly hint?: { readonly text: string; readonly helpUrl?: string | undefined };
}

const LONG_TEXT = 1_000;

/** One setting, drawn as its schema says. */
export function SchemaField(props: SchemaFieldProps) {
  const { name, path, schema, value, onChange, problem } = props;
  const choices = choicesOf(schema);
  const common = { name: path, label: titleOf(name, schema), description: descriptionOf(schema) as ReactNode, error: errorAt(problem, path), autoComplete: 'off' };
  if (choices) {
    const known = value === undefined ? '' : String(value);
    const data = [...(schema.default === undefined ? [noChoice()] : []), ...choices, ...(known && !choices.some((choice) => choice.value === known) ? [{ value: known, label: known }] : [])];
    return <NativeSelect {...common} value={known} data={data} onChange={({ currentTarget }) => onChange(fromChoice(schema, currentTarget.value))} />;
  }
  if (schema.secret) return <Secret {...props} />;
  if (schema.type === 'boolean') return <Switch name={path} label={common.label} description={common.description} error={common.error} checked={value === true} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />;
  if (schema.type === 'integer' || schema.type === 'number') {
    const given = typeof value === 'number' || typeof value === 'string' ? value : '';
    return <NumberInput {...common} value={given} hideControls allowDecimal={schema.type === 'number'} onChange={(next) => onChange(next === '' ? undefined : next)} />;
  }
  if (schema.type === 'array' && schema.items?.properties) return <ListOfObjects {...props} />;
  if (schema.type === 'array') {
    const entries = Array.isArray(value) ? value.map(String) : [];
    return <Textarea {...common} description={common.description ?? t('form.onePerLine')} autosize minRows={2} maxRows={10} spellCheck={false} value={entries.join('\n')} onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value.split('\n'))} onBlur={() => onChange(tidied(entries))} />;
  }
  if (schema.properties) return <Group {...props} />;
  const text = typeof value === 'string' ? value : '';
  const Text = (schema.maxLength ?? 0) > LONG_TEXT ? Textarea : TextInput;
  return <Text {...common} value={text} spellCheck={false} autoCapitalize="off" onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
}

/** A list whose lines are trimmed, without empty ones; nothing when there is none. */
function tidied(lines: readonly string[]): string[] | undefined {
  const kept = lines.map((line) => line.trim()).filter(Boolean);
  return kept.length > 0 ? kept : undefined;
}

/** A secret that is there is never shown: it stays unless another one is typed or it is erased. */
function Secret({ name, path, schema, value, onChange, problem, hint }: SchemaFieldProps) {
  const kept = value === MASK;
  return (
    <SecretInput
      name={path}
      label={titleOf(name, schema)}
      description={
        <>
          {kept && `${t('form.secretKept')} `}
          {hint?.text ?? descriptionOf(schema)}{' '}
          {hint?.helpUrl && (
            <Anchor href={hint.helpUrl} target="_blank" rel="noreferrer noopener" size="xs">
              {t('form.helpPage')}
            </Anchor>
          )}
          {kept && (
            <Button size="compact-xs" variant="subtle" onClick={() => onChange(undefined)}>
              {t('form.eraseSecret')}
            </Button>
          )}
        </>
      }
      error={errorAt(problem, path)}
      placeholder={kept ? MASK : undefined}
      value={kept || typeof value !== 'string' ? '' : value}
      autoComplete="new-password"
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** Settings that belong together. */
function Group({ name, path, schema, value, onChange, problem }: SchemaFieldProps) {
  const values = asObject(value);
  return (
    <Fieldset legend={titleOf(name, schema)}>
      <Stack gap="sm">
        {descriptionOf(schema)}
        {Object.entries(schema.properties ?? {}).map(([inner, property]) => (
          <SchemaField key={inner} name={inner} path={`${path}.${inner}`} schema={property} value={values[inner]} onChange={(next) => onChange({ ...values, [inner]: next })} problem={problem} />
        ))}
      </Stack>
    </Fieldset>
  );
}
