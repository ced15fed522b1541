import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z, type ZodType } from 'zod';
import type { Route } from '../routes.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type JsonSchema = Record<string, unknown>;

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** Operations as Nest knows them, bodies and queries from the zod schemas that check them, and who may call what. */
export function buildDocument(app: INestApplication, routes: readonly Route[]): OpenAPIObject {
  const options = new DocumentBuilder()
    .setTitle('Tributary')
    .setDescription('Every contact durable, matched and routed to the right manager.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, options);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA } };
  for (const route of routes) {
    for (const operation of operationsOf(document, route)) Object.assign(operation, describe(operation, route));
  }
  return document;
}

/** The route's operation, and that of HEAD where it is told beside GET. */
function operationsOf(document: OpenAPIObject, { method, url }: Route): Operation[] {
  const path = url.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
  const operations = document.paths[path];
  return [operations?.[method.toLowerCase() as 'get'], method === 'GET' ? operations?.head : undefined].filter((operation) => operation !== undefined);
}

function describe(operation: Operation, { access, schemas, url }: Route): Partial<Operation> & Record<`x-${string}`, unknown> {
  const body = schemas?.body && { required: true, content: { 'application/json': { schema: jsonSchema(schemas.body, 'input') } } };
  return {
    'x-tributary-access': access,
    ...(access === 'public' ? {} : { security: [{ bearer: [] }] }),
    ...(schemas?.summary !== undefined && { summary: schemas.summary }),
    parameters: [...pathParameters(url), ...(schemas?.query ? queryParameters(schemas.query) : [])],
    ...(body && { requestBody: body }),
    responses: responses(operation, schemas?.response),
  };
}

function responses(operation: Operation, response: ZodType | undefined): Operation['responses'] {
  const [status = '200'] = Object.keys(operation.responses);
  const success = { description: 'Done', ...(response && { content: { 'application/json': { schema: jsonSchema(response, 'output') } } }) };
  return { [status]: success, default: { description: 'Problem', content: PROBLEM_CONTENT } };
}

function pathParameters(url: string): NonNullable<Operation['parameters']> {
  return [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(query: ZodType): NonNullable<Operation['parameters']> {
  const { properties = {}, required = [] } = jsonSchema(query, 'input') as { properties?: Record<string, JsonSchema>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}

/** What JSON Schema can't say (a transform, a date) is left open rather than refused. */
function jsonSchema(schema: ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return json;
}

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: programs decide by it' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'detail'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
};
