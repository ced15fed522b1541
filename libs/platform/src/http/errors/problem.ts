import { STATUS_CODES } from 'node:http';
import type { Locale } from '../../texts/locale.js';
import '../../texts/platform-texts.js';
import { findText, type Params } from '../../texts/texts.js';

/** A field of the input that is wrong. */
export interface FieldFault {
  /** Path with dots: `settings.port`, `identities.0.type`. */
  readonly field: string;
  /** Stable, kebab-case. */
  readonly code: string;
  /** For a person; without it the text `field.<code>` in the request's language. */
  readonly detail?: string;
  readonly params?: Params;
}

export interface ProblemOptions extends ErrorOptions {
  /** For the text. */
  readonly params?: Params;
  /** Instead of the catalogue's text, when it is already in the request's language. */
  readonly detail?: string;
  readonly errors?: readonly FieldFault[];
  /** Which of several causes, where programs decide by it: stable, kebab-case. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  reason?: string;
  errors?: { field: string; code: string; detail: string }[];
}

/**
 * An answer that is no success, as RFC 9457 has it. Throw it anywhere below a route.
 * Texts stand in the catalogue under `problem.<code>.title` and `problem.<code>.detail` (`registerTexts`).
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    /** Stable, kebab-case: programs decide by it. */
    readonly code: string,
    readonly options: ProblemOptions = {},
  ) {
    super(`${status} ${code}`, options.cause === undefined ? undefined : { cause: options.cause });
  }

  body(locale: Locale): ProblemBody {
    const { params, errors, reason } = this.options;
    const title = findText(locale, `problem.${this.code}.title`, params) ?? STATUS_CODES[this.status] ?? 'Error';
    return {
      type: `urn:tributary:problem:${this.code}`,
      title,
      status: this.status,
      code: this.code,
      detail: this.options.detail ?? findText(locale, `problem.${this.code}.detail`, params) ?? title,
      ...(reason !== undefined && { reason }),
      ...(errors && { errors: errors.map((fault) => ({ field: fault.field, code: fault.code, detail: detailOf(fault, locale) })) }),
    };
  }
}

function detailOf(fault: FieldFault, locale: Locale): string {
  return fault.detail ?? findText(locale, `field.${fault.code}`, fault.params) ?? fault.code;
}
