import { CelScalar, celEnv, isCelError, listType, mapType, parse, plan } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { RoutingFacts } from './facts.js';

/** Longer texts are cut for expressions: the time of an evaluation grows with them. */
const TEXT_CHARS = 10_000;

const ENV = celEnv({
  variables: {
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
  },
});

const SAMPLE: RoutingFacts = {
  channel: '', accountId: '', line: '', kind: '', text: '', language: undefined, phone: undefined, country: undefined, region: undefined,
  sum: undefined, currency: undefined, categories: [], source: {}, isKnown: false, isVip: false, company: undefined, at: new Date(0), timeZone: 'UTC', isOpen: true,
};

/** Names that expressions may use. */
export const CEL_VARIABLES: readonly string[] = Object.keys(bindings(SAMPLE));

/**
 * An expression in CEL over a contact, as `sum > 1000.0 && "vip" in categories`. What can't be evaluated for a contact (a
 * missing key) does not hold.
 * @throws Error  not an expression
 */
export function compileCel(expression: string): (facts: RoutingFacts) => boolean {
  const run = plan(ENV, parse(expression));
  return (facts) => run(bindings(facts)) === true;
}

/** @returns what is wrong with the expression, in English as the parser says it; undefined: nothing */
export function celFault(expression: string): string | undefined {
  try {
    const run = plan(ENV, parse(expression));
    const result = run(bindings(SAMPLE));
    // A key that this sample lacks may be there in others; a name that nobody knows never is.
    if (isCelError(result)) return /unresolved attribute|no matching overload|unbound function|unknown/i.test(result.message) ? result.message : undefined;
    return typeof result === 'boolean' ? undefined : 'the result is neither true nor false';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function bindings(facts: RoutingFacts) {
  return {
    channel: facts.channel,
    account: facts.accountId,
    line: facts.line,
    kind: facts.kind,
    text: facts.text.slice(0, TEXT_CHARS),
    language: facts.language ?? '',
    phone: facts.phone ?? '',
    country: facts.country ?? '',
    region: facts.region ?? '',
    sum: facts.sum ?? 0,
    currency: facts.currency ?? '',
    categories: [...facts.categories],
    source: new Map(Object.entries(facts.source)),
    known: facts.isKnown,
    vip: facts.isVip,
    company: facts.company ?? '',
    open: facts.isOpen,
    at: timestampFromDate(facts.at),
  };
}
