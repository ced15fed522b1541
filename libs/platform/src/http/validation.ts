import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z, ZodError, ZodType } from 'zod';
import { Problem, type FieldFault } from './errors/problem.js';

type Issue = z.core.$ZodIssue;

/**
 * Checks input against a schema. Objects made with `z.strictObject` refuse unknown keys: use it at the edge.
 * @throws Problem 422 `validation-failed` with a fault per field
 */
export function validate<T>(schema: ZodType<T>, input: unknown): T {
  // zod tells "absent" from "wrong type" only when it reports the input.
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Problem(422, 'validation-failed', { errors: fieldFaults(parsed.error), cause: parsed.error });
}

/** Nest takes a bare schema for a pipe, since it has a `transform`: hence the wrapping object. */
interface Check {
  readonly of: 'body' | 'query' | 'params';
  readonly schema: ZodType;
}

const Checked = createParamDecorator(({ of, schema }: Check, context: ExecutionContext) => {
  const { [of]: input = {} } = context.switchToHttp().getRequest<FastifyRequest>();
  return validate(schema, input);
});

/** The JSON body, checked: `create(@ValidBody(NewLead) lead: NewLead)`. A missing body counts as `{}`, a JSON null doesn't. */
export const ValidBody = (schema: ZodType): ParameterDecorator => Checked({ of: 'body', schema });

/** The query, checked; its values are strings, so use `z.coerce` where needed. */
export const ValidQuery = (schema: ZodType): ParameterDecorator => Checked({ of: 'query', schema });

/** The path's parameters, checked: an id that can't be one is 422 and never reaches SQL. */
export const ValidParams = (schema: ZodType): ParameterDecorator => Checked({ of: 'params', schema });

export function fieldFaults(error: ZodError): FieldFault[] {
  return error.issues.flatMap((issue) => faultsOf(issue));
}

function faultsOf(issue: Issue): FieldFault[] {
  const field = issue.path.map(String).join('.');
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return [{ field, code: 'required' }];
      return [{ field, code: 'type', params: { expected: issue.expected } }];
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ field: field === '' ? key : `${field}.${key}`, code: 'unknown-key' }));
    case 'too_small':
      return [{ field, code: isNumeric(issue.origin) ? 'too-small' : 'too-short', params: { minimum: String(issue.minimum) } }];
    case 'too_big':
      return [{ field, code: isNumeric(issue.origin) ? 'too-big' : 'too-long', params: { maximum: String(issue.maximum) } }];
    case 'invalid_format':
      return [{ field, code: 'format' }];
    case 'invalid_value':
      return [{ field, code: issue.input === undefined ? 'required' : 'not-allowed' }];
    case 'custom':
      return [customFault(field, issue.params ?? {})];
    default:
      return [{ field, code: 'invalid' }];
  }
}

/** A refinement may name its own code and what the text of it says: `{ params: { code: 'twice', id } }`. */
function customFault(field: string, { code, ...params }: Record<string, unknown>): FieldFault {
  if (typeof code !== 'string') return { field, code: 'invalid' };
  const said = Object.entries(params).map(([name, value]) => [name, String(value)] as const);
  return { field, code, ...(said.length > 0 && { params: Object.fromEntries(said) }) };
}

function isNumeric(origin: string): boolean {
  return ['number', 'int', 'bigint', 'date'].includes(origin);
}
