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
import { companiesOf } from '../../companies/company-store.js';
import { activitiesOf, type Activity } from '../../people/activities.js';
import { mergesOf } from '../../merging/journal.js';
import { listSuggestions } from '../../suggestions/suggestion-store.js';
import { showSuggestion, type SuggestionView } from '../../suggestions/suggestion-view.js';
import { showMerge, type MergeView } from './merge-view.js';
import { findPerson, identitiesOf, listPeople, survivorOf, type PersonIdentity } from './person-store.js';
import { showPerson, type PersonView } from './person-view.js';

const PeopleQuery = z.strictObject({ ...pageFields, q: Search.optional() });

/** So many leads and contacts come with a person; their lists have the others. */
const SHOWN = 100;

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
  @ApiZod({ summary: 'One person with identities, leads, contacts over all channels, suggestions and merges; managers see of leads and contacts what is theirs, and of the latter nothing. Who was merged is answered by the one that it became' })
  async show(
    @Param('id') id: string,
    @ACTOR() actor: Actor,
    @Headers('accept-language') language?: string,
  ): Promise<PersonView & { identities: PersonIdentity[]; leads: LeadView[]; contacts: ContactView[]; suggestions: SuggestionView[]; merges: MergeView[]; activities: Activity[]; companies: { id: string; name: string }[] }> {
    const { pool } = this.deps;
    const scope = await scopeOf(pool, actor);
    const personId = isUuid(id) ? await survivorOf(pool, id) : undefined;
    const person = personId === undefined ? undefined : await findPerson(pool, scope, personId);
    if (personId === undefined || !person) throw new Problem(404, 'person-unknown');
    if (!person.visible) throw new Problem(403, 'forbidden');
    const [identities, leads, contacts, suggestions, merges, activities, companies] = await Promise.all([
      identitiesOf(pool, personId),
      listLeads(pool, scope, { personId }, { limit: SHOWN }),
      listContacts(pool, scope, { personId }, { limit: SHOWN }),
      // They name people whom a manager may not see.
      scope.all ? listSuggestions(pool, { personId, status: 'open' }, { limit: SHOWN }) : [],
      scope.all ? mergesOf(pool, personId) : [],
      activitiesOf(pool, personId),
      companiesOf(pool, personId),
    ]);
    const locale = pickLocale(language);
    return {
      ...showPerson(person),
      identities,
      leads: leads.map(showLead),
      contacts: contacts.map((row) => showContact(row, fromBinary(EnvelopeSchema, row.snapshot), locale)),
      suggestions: suggestions.map((row) => showSuggestion(row, locale)),
      merges: merges.map(showMerge),
      activities,
      companies,
    };
  }
}
