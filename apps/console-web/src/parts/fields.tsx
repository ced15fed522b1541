import { Button, Checkbox, Group, NativeSelect, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type FieldError, Problem } from '../api/client';
import { SecretInput } from './secret-input';
import { t } from '../texts/text';
import { Failure } from './messages';

export interface Field {
  /** As the API names what is wrong with it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'url' | 'datetime-local' | 'time' | 'select' | 'choices' | 'switch' | 'textarea';
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly optional?: boolean;
  /** Of choices: the chosen values with commas. */
  readonly value?: string | undefined;
  readonly placeholder?: string;
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly autoFocus?: boolean;
}

interface FormProps {
  readonly fields: readonly Field[];
  readonly submit: string;
  /** What it throws is shown, at its field where the server names one. */
  readonly onSubmit: (values: Readonly<Record<string, string>>) => Promise<unknown>;
  readonly more?: ReactNode;
  /** Empty again when it is done. */
  readonly clears?: boolean;
}

/** A small form: each mistake that the server names stands at its field. */
export function FieldsForm({ fields, submit, onSubmit, more, clears = false }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  useFocusOnMistake(form, problem);
  const send = async () => {
    if (!form.current) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit(valuesOf(form.current));
      if (clears) form.current.reset();
    } catch (failed) {
      setProblem(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="sm" maw={640}>
        {fields.map((field) => (
          <Input key={field.name} field={field} error={errorAt(problem, field.name)} />
        ))}
        <Rest problem={problem} names={fields.map(({ name }) => name)} />
        <Group>
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
          {more}
        </Group>
      </Stack>
    </form>
  );
}

/** What is wrong elsewhere than at a field that is shown. */
export function Rest({ problem, names }: { readonly problem: unknown; readonly names: readonly string[] }) {
  if (problem === undefined) return null;
  const errors = problem instanceof Problem ? problem.errors : [];
  const elsewhere = errors.filter(({ field }) => !names.some((name) => isAt(field, name)));
  if (errors.length > 0 && elsewhere.length === 0) return null;
  if (elsewhere.length === 0) return <Failure problem={problem} />;
  return elsewhere.map(({ field, detail }) => <Failure key={field} problem={new Problem(0, { detail: `${field}: ${detail}` })} />);
}

/** The mistakes at a field; one in an entry of a list says which. */
export function errorAt(problem: unknown, name: string): string | undefined {
  if (!(problem instanceof Problem)) return undefined;
  const said = problem.errors.filter(({ field }) => isAt(field, name)).map((error) => entrySaid(error, name));
  return said.length > 0 ? [...new Set(said)].join(' ') : undefined;
}

function isAt(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`);
}

function entrySaid({ field, detail }: FieldError, name: string): string {
  const index = /^[.[](\d+)\]?$/.exec(field.slice(name.length))?.[1];
  return index === undefined ? detail : t('form.entry', { number: Number(index) + 1, detail });
}

/** Puts the cursor where something is wrong. */
export function useFocusOnMistake(form: React.RefObject<HTMLElement | null>, problem: unknown): void {
  useEffect(() => {
    if (problem !== undefined) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [form, problem]);
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') values[name] = name in values ? `${values[name]},${value}` : value;
  return values;
}

function Input({ field, error }: { readonly field: Field; readonly error: string | undefined }) {
  const { name, label, hint, type = 'text', options, optional = false, value = '', placeholder, autoComplete, maxLength, autoFocus } = field;
  const common = {
    name,
    label,
    description: hint,
    error,
    required: !optional,
    autoComplete: autoComplete ?? 'off',
    ...(autoFocus && { 'data-autofocus': true, autoFocus: true }),
  };
  if (type === 'select') return <NativeSelect {...common} required={false} defaultValue={value} data={[...(options ?? [])]} />;
  if (type === 'choices') {
    const chosen = value.split(',');
    return (
      <Checkbox.Group label={label} description={hint} error={error} defaultValue={chosen}>
        <Group gap="sm" mt={4}>
          {options?.map((option) => (
            <Checkbox key={option.value} name={name} value={option.value} label={option.label} />
          ))}
        </Group>
      </Checkbox.Group>
    );
  }
  if (type === 'switch') return <Switch name={name} label={label} description={hint} error={error} defaultChecked={value === 'true'} value="true" />;
  const text = { ...common, defaultValue: value, placeholder, maxLength };
  if (type === 'textarea') return <Textarea {...text} autosize minRows={3} maxRows={12} />;
  if (type === 'password') return <SecretInput {...text}  />;
  return <TextInput {...text} type={type} />;
}
