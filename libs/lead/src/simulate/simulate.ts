import { setImmediate as breathing } from 'node:timers/promises';
import type { Transaction } from '@tributary/event-log';
import { matchingRules, type Choice, type CompiledRules, type RuleSet } from '@tributary/routing';
import { explainDecision } from '../decision.js';
import { readOffice, type OfficeConfig } from '../office/office-config.js';
import { pastLeads } from './past-leads.js';
import { Aim, Play, compiled, newLeadOf, type Played } from './play.js';

/** So many leads that go elsewhere are named; all are counted. */
const NAMED = 500;
/** So many leads are played before others are served. */
const BREATH = 25;

interface Moved {
  readonly contactId: string;
  readonly leadId: string;
  readonly at: string;
  readonly from: string;
  readonly to: string;
}

/** What a draft would have changed. */
export interface Simulation {
  /** Leads that were played. */
  readonly leads: number;
  readonly current: Summary;
  readonly draft: Summary;
  /** Exactly those whose queue or manager is another by the rules, whoever's turn it was. */
  readonly moved: { readonly count: number; readonly items: readonly Moved[] };
}

interface Summary {
  readonly managers: readonly { readonly id: string; readonly name: string; readonly leads: number }[];
  readonly waited: { readonly count: number; readonly medianMinutes: number; readonly longestMinutes: number };
  readonly waiting: number;
  readonly pool: number;
}

/** Plays the leads of a time through the rules that count and through a draft. @param draft  undefined: the rules that count, and nothing goes elsewhere */
export async function simulate(tx: Transaction, draft: RuleSet | undefined, window: { since: Date; until: Date }, locale: 'ru' | 'en'): Promise<Simulation> {
  const config = await readOffice(tx);
  const sides = [config.rules, compiled(draft, config)].map((rules) => ({ rules, play: new Play(config, rules), aim: new Aim(config, rules) })) as [Side, Side];
  const moved: Moved[] = [];
  let [leads, count] = [0, 0];
  for await (const chunk of pastLeads(tx, window.since, window.until)) {
    for (const past of chunk) {
      const lead = newLeadOf(past, config);
      if (!lead) continue;
      leads += 1;
      if (leads % BREATH === 0) await breathing();
      const [before, after] = sides.map(({ rules, play, aim }) => {
        // Found once for both.
        const ruled = { ...lead, rules: matchingRules(rules, lead.facts) };
        play.take(ruled, past);
        return aim.of(ruled);
      }) as [ReturnType<Aim['of']>, ReturnType<Aim['of']>];
      if (before.key === after.key) continue;
      count += 1;
      if (moved.length < NAMED) {
        moved.push({ contactId: past.contact.id, leadId: past.leadId, at: past.openedAt.toISOString(), from: sentence(before.choice, locale), to: sentence(after.choice, locale) });
      }
    }
  }
  const [current, drafted] = sides.map(({ play }) => summary(play.end(window.until), config)) as [Summary, Summary];
  return { leads, current, draft: drafted, moved: { count, items: moved } };
}

interface Side {
  readonly rules: CompiledRules;
  readonly play: Play;
  readonly aim: Aim;
}

function sentence(choice: Choice, locale: 'ru' | 'en'): string {
  return explainDecision(choice.decision, locale).sentence;
}

function summary({ leads, waits, waiting, pool }: Played, { managers }: OfficeConfig): Summary {
  const minutes = waits.map((ms) => Math.round(ms / 60_000)).sort((a, b) => a - b);
  return {
    managers: [...managers.values()].filter(({ id, active }) => active || leads.has(id)).map(({ id, name }) => ({ id, name, leads: leads.get(id) ?? 0 })).sort((a, b) => b.leads - a.leads),
    waited: { count: minutes.length, medianMinutes: minutes[minutes.length >> 1] ?? 0, longestMinutes: minutes.at(-1) ?? 0 },
    waiting,
    pool,
  };
}
