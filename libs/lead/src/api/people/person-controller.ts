import { Controller, Get, Headers, Inject, Param } from '@nestjs/common';
import { fromBinary } from '@bufbuild/protobuf';
import { Access, ACTOR, ApiZod, Problem, ValidQuery, parsePage, pickLocale, toPage, type Actor, type Page } from '@tributary/platform';
import { EnvelopeSchema } from '@tributary/proto';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { listContacts } from '../contacts/contact-store.js';
import { showContact, type ContactView } from '../contacts/contact-view.js';
import { IdPosition, Search, isUuid, pageFields } from '../fields.js';
import { listLeads } from '../leads/lead-store.js';
import { showLead, type LeadView } from '../leads/lead-view.js';
import { scopeOf } from '../scope.js';
import { findPerson, identitiesOf, listPeople, type PersonIdentity, type PersonRow } from './person-store.js';

const PeopleQuery = z.strictObject({ ...pageFields, q: Search.optional() });

/** So many leads and contacts come with a person; their lists have the others. */
const SHOWN = 100;

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly company?: string;
  /** Their own manager. */
  readonly managerId: string | null;
  readonly createdAt: string;
}

/** People, and the addresses that they are known by. */
@Controller('api/v1/people')
export class PersonController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'People, newest first; q looks for a name, a phone in any spelling or an e-mail address', query: PeopleQuery })
  async list(@ValidQuery(PeopleQuery) query: z.infer<typeof PeopleQuery>, @ACTOR() actor: Actor): Promise<Page<PersonView>> {
    const { limit, cursor } = parsePage(query, IdPosition);
    const scope = await scopeOf(this.deps.pool, actor);
    const rows = await listPeople(this.deps.pool, scope, query.q, { limit: limit + 1, before: cursor?.[0] });
    return toPage(rows, limit, ({ id }) => [id], showPerson);
  }

  @Get(':id')
  @Access('manager')
  @ApiZod({ summary: 'One person with identities, leads and contacts; managers see of the latter what is theirs' })
  async show(
    @Param('id') id: string,
    @ACTOR() actor: Actor,
    @Headers('accept-language') language?: string,
  ): Promise<PersonView & { identities: PersonIdentity[]; leads: LeadView[]; contacts: ContactView[] }> {
    const { pool } = this.deps;
    const scope = await scopeOf(pool, actor);
    const person = isUuid(id) ? await findPerson(pool, scope, id) : undefined;
    if (!person) throw new Problem(404, 'person-unknown');
    if (!person.visible) throw new Problem(403, 'forbidden');
    const [identities, leads, contacts] = await Promise.all([
      identitiesOf(pool, id),
      listLeads(pool, scope, { personId: id }, { limit: SHOWN }),
      listContacts(pool, scope, { personId: id }, { limit: SHOWN }),
    ]);
    const locale = pickLocale(language);
    return {
      ...showPerson(person),
      identities,
      leads: leads.map(showLead),
      contacts: contacts.map((row) => showContact(row, fromBinary(EnvelopeSchema, row.snapshot), locale)),
    };
  }
}

function showPerson(row: PersonRow): PersonView {
  return {
    id: row.id,
    name: row.name,
    ...(row.company && { company: row.company }),
    managerId: row.manager_id,
    createdAt: row.created_at.toISOString(),
  };
}
