import { Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { normalizeEmail } from '@tributary/contact';
import { Access, ACTOR, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Actor, type Page } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import {
  addCompanyIdentity, deleteCompany, findCompany, insertCompany, joinCompany, leaveCompany, listCompanies, peopleOf, removeCompanyIdentity, updateCompany,
  type Company, type CompanyIdentity,
} from '../../companies/company-store.js';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { markShared } from '../../people/shared-identities.js';
import { uuidV7 } from '../../sql/uuid-v7.js';
import { IdPosition, Line, Search, Uuid, isUuid, pageFields } from '../fields.js';
import { normalizedIdentity } from '../identities/identity-input.js';
import { userOf } from '../leads/lead-actions.js';
import { containing, scopeOf } from '../scope.js';
import { requireManager } from '../staff/manager-store.js';

/** Mail of these domains is everybody's. */
const PUBLIC_DOMAINS = new Set([
  'gmail.com', 'googlemail.com', 'mail.ru', 'bk.ru', 'list.ru', 'inbox.ru', 'internet.ru', 'yandex.ru', 'yandex.com', 'ya.ru', 'rambler.ru',
  'outlook.com', 'hotmail.com', 'live.com', 'icloud.com', 'me.com', 'yahoo.com', 'proton.me', 'protonmail.com', 'aol.com', 'gmx.de', 'web.de',
]);

const Identity = z.strictObject({ type: z.enum(['domain', 'phone', 'inn']), value: z.string().trim().min(1).max(300) });
type Identity = z.infer<typeof Identity>;
const NewCompany = z.strictObject({ name: Line(200), managerId: Uuid.nullable().default(null), vip: z.boolean().default(false), identities: z.array(Identity).max(50).default([]) });
type NewCompany = z.infer<typeof NewCompany>;
const Edit = z.strictObject({ name: Line(200).optional(), managerId: Uuid.nullable().optional(), vip: z.boolean().optional() });
const Member = z.strictObject({ personId: Uuid });
const CompanyQuery = z.strictObject({ ...pageFields, q: Search.optional() });
const SHOWN = 100;

type CompanyView = Company & { readonly people: readonly { id: string; name: string }[] };

/** Companies, what they are known by, and who belongs to them. */
@Controller('api/v1/companies')
export class CompanyController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Companies, newest first; q looks for a name, a domain, a phone or an INN', query: CompanyQuery })
  async list(@ValidQuery(CompanyQuery) { q, ...page }: z.infer<typeof CompanyQuery>): Promise<Page<Company>> {
    const { limit, cursor } = parsePage(page, IdPosition);
    const search = q ? { pattern: containing(q), exact: q.toLowerCase() } : undefined;
    const rows = await listCompanies(this.deps.pool, search, { limit: limit + 1, before: cursor?.[0] });
    return toPage(rows, limit, ({ id }) => [id], (row) => row);
  }

  @Post()
  @Access('operator')
  @ApiZod({ summary: 'Add a company; leads of its people that are nobody\'s go to its manager', body: NewCompany })
  async create(@ValidBody(NewCompany) { identities, ...facts }: NewCompany, @ACTOR() actor: Actor): Promise<Company> {
    const id = uuidV7();
    const normalized = identities.map((identity, n) => normalizedOf(identity, `identities.${n}.value`));
    return inTransaction(this.deps.pool, async (tx) => {
      if (facts.managerId) await requireManager(tx, facts.managerId, 'managerId');
      await insertCompany(tx, { id, ...facts });
      for (const identity of normalized) await this.#add(tx, id, identity, actor);
      return (await findCompany(tx, id))!;
    });
  }

  @Get(':id')
  @Access('manager')
  @ApiZod({ summary: 'One company, for operators with its people' })
  async show(@Param('id') id: string, @ACTOR() actor: Actor): Promise<CompanyView> {
    const company = await this.#find(id);
    const { all } = await scopeOf(this.deps.pool, actor);
    return { ...company, people: all ? await peopleOf(this.deps.pool, id, SHOWN) : [] };
  }

  @Patch(':id')
  @Access('operator')
  @ApiZod({ summary: 'Rename a company, give it to a manager, or say that it is a VIP', body: Edit })
  async edit(@Param('id') id: string, @ValidBody(Edit) edit: z.infer<typeof Edit>): Promise<Company> {
    await this.#find(id);
    await inTransaction(this.deps.pool, async (tx) => {
      if (edit.managerId) await requireManager(tx, edit.managerId, 'managerId');
      await updateCompany(tx, id, edit);
    });
    return this.#find(id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('operator')
  @ApiZod({ summary: 'Delete a company; its people stay' })
  async remove(@Param('id') id: string): Promise<void> {
    if (!isUuid(id) || !(await deleteCompany(this.deps.pool, id))) throw new Problem(404, 'company-unknown');
  }

  @Post(':id/identities')
  @Access('operator')
  @ApiZod({ summary: 'Add a domain, a main number (which is shared from then on) or an INN', body: Identity })
  async addIdentity(@Param('id') id: string, @ValidBody(Identity) body: Identity, @ACTOR() actor: Actor): Promise<Company> {
    await this.#find(id);
    const identity = normalizedOf(body, 'value');
    await inTransaction(this.deps.pool, (tx) => this.#add(tx, id, identity, actor));
    return this.#find(id);
  }

  @Delete(':id/identities')
  @HttpCode(204)
  @Access('operator')
  @ApiZod({ summary: 'Take an identity away from a company', body: Identity })
  async removeIdentity(@Param('id') id: string, @ValidBody(Identity) body: Identity): Promise<void> {
    await this.#find(id);
    if (!(await removeCompanyIdentity(this.deps.pool, id, normalizedOf(body, 'value')))) throw new Problem(404, 'identity-unknown');
  }

  @Post(':id/people')
  @HttpCode(204)
  @Access('operator')
  @ApiZod({ summary: 'A person belongs to the company, beside others', body: Member })
  async join(@Param('id') id: string, @ValidBody(Member) { personId }: z.infer<typeof Member>): Promise<void> {
    await this.#find(id);
    await inTransaction(this.deps.pool, async (tx) => {
      const { rows } = await tx.query('select from lead.person where id = $1 and merged_into is null and erased_at is null for share', [personId]);
      if (rows.length === 0) throw new Problem(422, 'validation-failed', { errors: [{ field: 'personId', code: 'unknown-person', params: { id: personId } }] });
      await joinCompany(tx, id, personId);
    });
  }

  @Delete(':id/people')
  @HttpCode(204)
  @Access('operator')
  @ApiZod({ summary: 'A person does not belong to the company', body: Member })
  async leave(@Param('id') id: string, @ValidBody(Member) { personId }: z.infer<typeof Member>): Promise<void> {
    await this.#find(id);
    if (!(await leaveCompany(this.deps.pool, id, personId))) throw new Problem(404, 'person-unknown');
  }

  async #find(id: string): Promise<Company> {
    const company = isUuid(id) ? await findCompany(this.deps.pool, id) : undefined;
    if (!company) throw new Problem(404, 'company-unknown');
    return company;
  }

  /** A main number is many people's, so it must not join them. */
  async #add(tx: Parameters<typeof addCompanyIdentity>[0], id: string, identity: CompanyIdentity, actor: Actor): Promise<void> {
    if (!(await addCompanyIdentity(tx, id, identity))) throw new Problem(409, 'company-identity-taken');
    if (identity.type === 'phone') await markShared(tx, { ...identity, cause: 'by-hand', markedBy: userOf(actor) });
  }
}

function normalizedOf({ type, value }: Identity, field: string): CompanyIdentity {
  if (type === 'phone') return { type, value: normalizedIdentity({ type, value }, field).value };
  if (type === 'inn') {
    if (!/^(\d{10}|\d{12})$/.test(value)) throw fault(field, 'inn');
    return { type, value };
  }
  const domain = normalizeEmail(`x@${value.replace(/^@/, '')}`)?.domain;
  if (domain === undefined) throw fault(field, 'domain');
  if (PUBLIC_DOMAINS.has(domain)) throw fault(field, 'public-domain');
  return { type, value: domain };
}

function fault(field: string, code: string): Problem {
  return new Problem(422, 'validation-failed', { errors: [{ field, code }] });
}
