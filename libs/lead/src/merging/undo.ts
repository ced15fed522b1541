import type { Transaction } from '@tributary/event-log';
import { inTransaction } from '@tributary/storage';
import { LeadEventKind, leadEventRecord } from '../lead-event.js';
import { countAnew } from './count-anew.js';
import { IDENTITY_ITEM, mergesOf, type MergeRow } from './journal.js';
import { readLater, type Later } from './later.js';
import { lockPeople, type LockedPerson } from './lock-people.js';
import type { Kept, MergeDeps } from './merge.js';
import { restoreSuggestions } from './move-suggestions.js';
import { reopenLeads } from './reopen.js';
import { partSides, type Side, type Sides } from './sides.js';
import { splitLeads } from './split-leads.js';
import { trying } from './trying.js';

/** There is nothing to undo: never merged, undone already, or that merge is of others. */
export class NoMergeError extends Error {
  override readonly name = 'NoMergeError';
}

/** A later merge builds upon this one and has to be undone first. */
export class LaterMergeError extends Error {
  override readonly name = 'LaterMergeError';
  constructor(readonly mergeId: string) {
    super(`merge ${mergeId} has to be undone first`);
  }
}

export interface UndoOrder {
  /** Survivor or merged one. */
  readonly personId: string;
  /** Undefined: the latest. */
  readonly mergeId?: string | undefined;
  readonly actor: string;
}

/**
 * Parts two persons again: each has what it had before the merge, and of what came in between the share that its
 * identities tell. A lead that the merge closed is open again, unless its person has a newer open one on the line.
 * @returns the merge that was undone
 * @throws NoMergeError, LaterMergeError
 */
export async function undoMerge(deps: MergeDeps, order: UndoOrder): Promise<MergeRow> {
  return trying(() => inTransaction(deps.pool, (tx) => new Undoing(tx, deps, order).run()));
}

class Undoing {
  readonly #at = new Date();

  constructor(
    readonly tx: Transaction,
    readonly deps: MergeDeps,
    readonly order: UndoOrder,
  ) {}

  async run(): Promise<MergeRow> {
    const { survivorId, mergedId } = await this.#find();
    const { persons } = await lockPeople(this.tx, [survivorId, mergedId]);
    // Again, now that nobody else can merge or undo anything of theirs.
    const merge = await this.#find();
    const later = await readLater(this.tx, merge);
    const sides = partSides(later.journaled, later.contacts, later.identities);
    await this.#moveBack(merge, sides);
    await this.#moveLeads(merge, later, sides);
    await this.#restorePersons(merge, persons.get(survivorId)!, later, sides);
    await restoreSuggestions(this.tx, merge.id);
    await this.tx.query('update lead.merge set undone_at = $2, undone_by = $3 where id = $1', [merge.id, this.#at, this.order.actor]);
    return merge;
  }

  async #find(): Promise<MergeRow> {
    const { personId, mergeId } = this.order;
    const standing = (await mergesOf(this.tx, personId)).filter(({ undoneAt }) => undoneAt === null);
    const merge = mergeId === undefined ? standing[0] : standing.find(({ id }) => id === mergeId);
    if (!merge) throw new NoMergeError('there is no such merge to undo');
    const latest = (await mergesOf(this.tx, merge.survivorId)).find(({ undoneAt }) => undoneAt === null);
    if (latest && latest.id !== merge.id) throw new LaterMergeError(latest.id);
    return merge;
  }

  async #moveBack({ id, survivorId, mergedId }: MergeRow, sides: Sides): Promise<void> {
    await this.tx.query('update lead.person set merged_into = null where id = $1', [mergedId]);
    const laterKeys = of('merged', sides.identities);
    await this.tx.query(
      `update lead.identity i set person_id = $3 where i.person_id = $2 and (${IDENTITY_ITEM} = any($4::text[]) or exists (
         select from lead.merge_item m where m.merge_id = $1 and m.kind = 'identity' and m.item = ${IDENTITY_ITEM} and m.person_id = $3))`,
      [id, survivorId, mergedId, laterKeys],
    );
    await this.tx.query(
      `update lead.contact c set person_id = $3 where c.person_id = $2 and (c.id = any($4::uuid[]) or exists (
         select from lead.merge_item m where m.merge_id = $1 and m.kind = 'contact' and m.item = c.id::text and m.person_id = $3))`,
      [id, survivorId, mergedId, of('merged', sides.contacts)],
    );
    for (const kind of ['activity', 'task']) {
      await this.tx.query(
        `update lead.${kind} a set person_id = $3 from lead.merge_item m
          where m.merge_id = $1 and m.kind = $4 and m.item = a.id::text and m.person_id = $3 and a.person_id = $2`,
        [id, survivorId, mergedId, kind],
      );
    }
    await this.tx.query(
      `delete from lead.person_company p using lead.merge_item m where m.merge_id = $1 and m.kind = 'company' and p.person_id = $2 and m.item = p.company_id::text`,
      [id, survivorId],
    );
    await this.tx.query(
      `update lead.suggestion s set person_id = $2
        where s.person_id = $1 and s.contact_id = any($3::uuid[]) and not exists (
          select from lead.suggestion t where least(t.person_id, t.other_person_id) = least($2::uuid, s.other_person_id)
             and greatest(t.person_id, t.other_person_id) = greatest($2::uuid, s.other_person_id))`,
      [survivorId, mergedId, of('merged', sides.contacts)],
    );
  }

  async #moveLeads(merge: MergeRow, later: Later, sides: Sides): Promise<void> {
    const { survivorId, mergedId } = merge;
    const sideOfLead = new Map<string, Side>();
    for (const { id, leadId } of later.contacts) if (leadId !== null && !sideOfLead.has(leadId)) sideOfLead.set(leadId, sides.contacts.get(id)!);
    const moved = later.leadIds.filter((id) => sideOfLead.get(id) === 'merged');
    await this.tx.query(
      `update lead.lead l set person_id = $3 where l.person_id = $2 and (l.id = any($4::uuid[]) or exists (
         select from lead.merge_item m where m.merge_id = $1 and m.kind = 'lead' and m.item = l.id::text and m.person_id = $3))`,
      [merge.id, survivorId, mergedId, moved],
    );
    const reopened = await reopenLeads(this.tx, merge);
    const split = await splitLeads(this.tx, merge);
    await countAnew(this.tx, [...new Set([...reopened.touched, ...split])]);
    await this.deps.logWriter.append(this.tx, reopened.opened.map((lead) => leadEventRecord({
      kind: LeadEventKind.TRANSFERRED,
      leadId: lead.id,
      personId: lead.personId,
      personName: lead.personName,
      line: lead.line,
      managerId: lead.managerId ?? undefined,
      cause: `unmerge ${merge.id}`,
      occurredAt: this.#at,
      notify: true,
      actor: this.order.actor,
    })));
  }

  /** What was empty before is filled with what the side's own later contacts brought, as it would have been. */
  async #restorePersons({ before, chosen, survivorId, mergedId, mergedAt }: MergeRow, now: LockedPerson, { contacts }: Later, sides: Sides): Promise<void> {
    for (const [side, id] of [['survivor', survivorId], ['merged', mergedId]] as const) {
      const own = contacts.filter((contact) => sides.contacts.get(contact.id) === side);
      const restored = {
        name: before[side].name || (own.find(({ senderName }) => senderName)?.senderName ?? ''),
        company: before[side].company || (own.find(({ senderCompany }) => senderCompany)?.senderCompany ?? ''),
        managerId: before[side].managerId,
        // Merges before there were VIPs say nothing of them.
        vip: before[side].vip ?? false,
      };
      const { name, company, managerId, vip } = side === 'survivor' ? { ...restored, ...editedSince(now, chosen) } : restored;
      await this.tx.query(
        `update lead.person p set name = $2, company = $3, vip = $6, manager_id = coalesce($4, (
           select l.manager_id from lead.lead l where l.person_id = p.id and l.manager_id is not null and l.opened_at > $5 order by l.opened_at, l.id limit 1))
          where p.id = $1`,
        [id, name, company, managerId, mergedAt, vip],
      );
    }
  }
}

/** What a user changed after the merge stays the survivor's. What was empty then may have been filled by a contact. */
function editedSince(now: LockedPerson, chosen: Kept): Partial<Kept> {
  return {
    ...(chosen.name !== '' && now.name !== chosen.name && { name: now.name }),
    ...(chosen.company !== '' && now.company !== chosen.company && { company: now.company }),
    ...(now.vip !== (chosen.vip ?? false) && { vip: now.vip }),
    ...(chosen.managerId !== null && now.managerId !== chosen.managerId && { managerId: now.managerId }),
  };
}

function of(side: Side, sides: ReadonlyMap<string, Side>): string[] {
  return [...sides].filter(([, each]) => each === side).map(([key]) => key);
}
