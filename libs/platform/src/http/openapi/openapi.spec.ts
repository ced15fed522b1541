import { Controller, Get, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { serveForTest, testRuntime } from '../../testing.js';
import { Access } from '../access.js';
import { ValidBody, ValidQuery } from '../validation.js';
import { ApiZod } from './api-zod.js';

const NewThing = z.strictObject({ name: z.string().min(1).meta({ description: 'As people say it' }), at: z.coerce.date().optional() });
const Thing = z.object({ id: z.string(), name: z.string() });
const Filter = z.object({ q: z.string().optional(), limit: z.string().optional() });

@Controller('api/v1/things')
class Things {
  @Get(':id/parts')
  @Access('manager')
  @ApiZod({ query: Filter, response: z.object({ items: z.array(Thing) }) })
  list(@ValidQuery(Filter) filter: z.infer<typeof Filter>) {
    return { items: [], filter };
  }

  @Post()
  @Access('admin')
  @ApiZod({ summary: 'Adds a thing', body: NewThing, response: Thing })
  create(@ValidBody(NewThing) thing: z.infer<typeof NewThing>) {
    return { id: '1', name: thing.name };
  }
}

describe('/api/openapi.json', () => {
  const runtime = testRuntime();
  let document: { openapi: string; paths: Record<string, Record<string, unknown>> };
  beforeAll(async () => {
    const server = await serveForTest(runtime, { controllers: [Things] });
    document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as typeof document;
  });
  afterAll(() => runtime.stop());

  it('is OpenAPI 3.1 and holds every route', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/api/v1/things', '/api/v1/things/{id}/parts', '/health/ready']));
  });

  it('says who may call a route', () => {
    expect(document.paths['/api/v1/things']?.['post']).toMatchObject({ 'x-tributary-access': 'admin', security: [{ bearer: [] }] });
    expect(document.paths['/health/live']?.['get']).toMatchObject({ 'x-tributary-access': 'public' });
    expect(document.paths['/health/live']?.['get']).not.toHaveProperty('security');
  });

  it('describes bodies by the schemas that check them', () => {
    expect(document.paths['/api/v1/things']?.['post']).toMatchObject({
      summary: 'Adds a thing',
      requestBody: {
        content: { 'application/json': { schema: { type: 'object', required: ['name'], additionalProperties: false, properties: { name: { minLength: 1, description: 'As people say it' } } } } },
      },
      responses: { 201: { content: { 'application/json': { schema: { required: ['id', 'name'] } } } }, default: { content: { 'application/problem+json': {} } } },
    });
  });

  it('describes parameters of path and query once each', () => {
    const { parameters } = document.paths['/api/v1/things/{id}/parts']?.['get'] as { parameters: { name: string; in: string }[] };
    expect(parameters.map(({ name, in: place }) => `${place} ${name}`).sort()).toEqual(['path id', 'query limit', 'query q']);
  });
});
