import { CelScalar, celEnv, isCelError, listType, mapType, parse, plan } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { MOST_VALUES, loopFault } from './cel-loops.js';
import { lastOf, type RoutingFacts } from './facts.js';

/** Longer texts are cut for expressions: the time of an evaluation grows with them. */
const TEXT_CHARS = 10_000;

const VARIABLES = {
  channel: CelScalar.STRING,
  account: CelScalar.STRING,
  line: CelScalar.STRING,
  kind: CelScalar.STRING,
  text: CelScalar.STRING,
  language: CelScalar.STRING,
  phone: CelScalar.STRING,
  country: CelScalar.STRING,
  region: CelScalar.STRING,
  sum: CelScalar.DOUBLE,
  currency: CelScalar.STRING,
  categories: listType(CelScalar.STRING),
  source: mapType(CelScalar.STRING, CelScalar.STRING),
  known: CelScalar.BOOL,
  vip: CelScalar.BOOL,
  company: CelScalar.STRING,
  open: CelScalar.BOOL,
  at: CelScalar.DYN,
};

const ENV = celEnv({ variables: VARIABLES });

const SAMPLE: RoutingFacts = {
  channel: '', accountId: '', line: '', kind: '', text: '', language: undefined, phone: undefined, country: undefined, region: undefined,
  sum: undefined, currency: undefined, categories: [], source: {}, isKnown: false, isVip: false, company: undefined, at: new Date(0), timeZone: 'UTC', isOpen: true,
};

/** Names that expressions may use. */
export const CEL_VARIABLES: readonly string[] = Object.keys(VARIABLES);

/**
 * An expression in CEL over a contact, as `sum > 1000.0 && "vip" in categories`. What can't be evaluated for a contact (a
 * missing key) does not hold.
 * @throws Error  not an expression
 */
export function compileCel(expression: string): (facts: RoutingFacts) => boolean {
  const run = plan(ENV, parse(expression));
  return (facts) => run(bindingsOf(facts)) === true;
}

/** @returns what is wrong with the expression, in English as the parser says it; undefined: nothing */
export function celFault(expression: string): string | undefined {
  try {
    const parsed = parse(expression);
    const fault = loopFault(parsed.expr);
    if (fault !== undefined) return fault;
    const run = plan(ENV, parsed);
    const result = run(new Bindings(SAMPLE));
    // A key that this sample lacks may be there in others; a name that nobody knows never is.
    if (isCelError(result)) return /unresolved attribute|no matching overload|unbound function|unknown/i.test(result.message) ? result.message : undefined;
    return typeof result === 'boolean' ? undefined : 'the result is neither true nor false';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What an expression may name; each is found when it is asked for. */
class Bindings {
  readonly #facts: RoutingFacts;

  constructor(facts: RoutingFacts) {
    this.#facts = facts;
  }

  get channel(): string { return this.#facts.channel; }
  get account(): string { return this.#facts.accountId; }
  get line(): string { return this.#facts.line; }
  get kind(): string { return this.#facts.kind; }
  get text(): string { return this.#facts.text.slice(0, TEXT_CHARS); }
  get language(): string { return this.#facts.language ?? ''; }
  get phone(): string { return this.#facts.phone ?? ''; }
  get country(): string { return this.#facts.country ?? ''; }
  get region(): string { return this.#facts.region ?? ''; }
  get sum(): number { return this.#facts.sum ?? 0; }
  get currency(): string { return this.#facts.currency ?? ''; }
  get categories(): string[] { return this.#facts.categories.slice(0, MOST_VALUES); }
  get source(): Map<string, string> { return new Map(Object.entries(this.#facts.source)); }
  get known(): boolean { return this.#facts.isKnown; }
  get vip(): boolean { return this.#facts.isVip; }
  get company(): string { return this.#facts.company ?? ''; }
  get open(): boolean { return this.#facts.isOpen; }
  get at() { return timestampFromDate(this.#facts.at); }
}

const bindingsOf = lastOf((facts) => new Bindings(facts));
