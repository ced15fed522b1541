import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ACTOR, Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, pickLocale, toPage, type Actor } from '@tributary/platform';
import { CEL_VARIABLES, LISTED, SOURCES, sayRule } from '@tributary/routing';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Desk } from '../../desk/desk.js';
import { pageFields } from '../fields.js';
import { RulesBody, rulesOf } from './rules-body.js';
import { currentRules, findRules, listRules, readNames, ruleFaults, showRules, storeRules } from './routing-store.js';

const VersionsQuery = z.strictObject(pageFields);

/** Rules by which leads are handed out: as data, by version. */
@Controller('api/v1/routing')
export class RoutingController {
  constructor(
    @Inject(LEAD_DEPS) private readonly deps: LeadDeps,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'The rules that count, each with its sentence, and what conditions may ask' })
  async show(@Headers('accept-language') language?: string) {
    const current = await currentRules(this.deps.pool);
    const names = await readNames(this.deps.pool, [current.rules]);
    return { ...showRules(current, names, pickLocale(language)), fields: { listed: LISTED, source: SOURCES, cel: CEL_VARIABLES } };
  }

  @Put()
  @Access('admin')
  @ApiZod({ summary: 'Set the rules: a new version; `version` is the one that was changed, and 409 says that another stands by now', body: RulesBody })
  async put(@ValidBody(RulesBody) body: RulesBody, @ACTOR() actor: Actor, @Headers('accept-language') language?: string) {
    const rules = rulesOf(body);
    const stored = await inTransaction(this.deps.pool, async (tx) => {
      const errors = await ruleFaults(tx, rules);
      if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
      return storeRules(tx, rules, { author: actor.name, note: body.note, expected: body.version });
    });
    this.desk.wake();
    return showRules(stored, await readNames(this.deps.pool, [stored.rules]), pickLocale(language));
  }

  @Post('check')
  @HttpCode(200)
  @Access('operator')
  @ApiZod({ summary: 'Reads a draft: its sentences, or what is wrong with it', body: RulesBody })
  async check(@ValidBody(RulesBody) body: RulesBody, @Headers('accept-language') language?: string) {
    const rules = rulesOf(body);
    const errors = await ruleFaults(this.deps.pool, rules);
    if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
    const names = await readNames(this.deps.pool, [rules]);
    return { sentences: rules.rules.map((rule) => sayRule(rule, names, pickLocale(language))) };
  }

  @Get('versions')
  @Access('operator')
  @ApiZod({ summary: 'All versions, newest first', query: VersionsQuery })
  async versions(@ValidQuery(VersionsQuery) query: z.infer<typeof VersionsQuery>, @Headers('accept-language') language?: string) {
    const { limit, cursor } = parsePage(query, z.tuple([z.number().int()]));
    const rows = await listRules(this.deps.pool, { limit: limit + 1, before: cursor?.[0] });
    const names = await readNames(this.deps.pool, rows.map(({ rules }) => rules));
    return toPage(rows, limit, ({ version }) => [version], (version) => showRules(version, names, pickLocale(language)));
  }

  @Get('versions/:version')
  @Access('operator')
  @ApiZod({ summary: 'One version' })
  async version(@Param('version') version: string, @Headers('accept-language') language?: string) {
    const found = /^\d{1,9}$/.test(version) ? await findRules(this.deps.pool, Number(version)) : undefined;
    if (!found) throw new Problem(404, 'rules-unknown');
    return showRules(found, await readNames(this.deps.pool, [found.rules]), pickLocale(language));
  }
}
