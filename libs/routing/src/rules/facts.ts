/** What rules can ask of a contact. Getters may be lazy: most rules look at few. */
export interface RoutingFacts {
  readonly channel: string;
  readonly accountId: string;
  /** The line's id. */
  readonly line: string;
  readonly kind: string;
  /** Subject and text. */
  readonly text: string;
  /** ISO 639-1 of the text's script and words, where that can be told. */
  readonly language: string | undefined;
  /** E.164, the first one given. */
  readonly phone: string | undefined;
  /** ISO 3166-1 of the phone. */
  readonly country: string | undefined;
  /** ISO 3166-2 of a fixed line: a mobile number tells no region. */
  readonly region: string | undefined;
  /** Of an order; its currency as ISO 4217. */
  readonly sum: number | undefined;
  readonly currency: string | undefined;
  /** Names of what was ordered or asked for. */
  readonly categories: readonly string[];
  /** `utm_source`, `utm_medium`, `utm_campaign`, `utm_term`, `utm_content`, `page`, `referrer`, `campaign`. */
  readonly source: Readonly<Record<string, string>>;
  readonly isKnown: boolean;
  readonly isVip: boolean;
  /** The company's id. */
  readonly company: string | undefined;
  /** When the contact happened. */
  readonly at: Date;
  /** Of the line, for conditions on the time of day. */
  readonly timeZone: string;
  /** Whether the line works at that moment. */
  readonly isOpen: boolean;
}

/** Made once for all the rules that ask the same contact: the last one is remembered. */
export function lastOf<T>(make: (facts: RoutingFacts) => T): (facts: RoutingFacts) => T {
  let last: { readonly facts: RoutingFacts; readonly made: T } | undefined;
  return (facts) => {
    if (last?.facts !== facts) last = { facts, made: make(facts) };
    return last.made;
  };
}
