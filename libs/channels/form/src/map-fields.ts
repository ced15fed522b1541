import { roleOf, type Role } from './aliases.js';
import { isAttribution } from './attribution.js';
import { valueOf, type Entry, type Submission } from './body/submission.js';
import { textIn, type FieldDefinition, type FormSettings } from './settings.js';

/** A field that came, with what it means in this form. */
export interface MappedField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly definition?: FieldDefinition;
  readonly role?: Role;
}

/** Finds the meaning of each field: by the form's definition under its own name, else by what its name speaks of. */
export function mapFields(submission: Submission, settings: FormSettings, locale: 'ru' | 'en'): MappedField[] {
  const definitions = new Map(settings.fields.map((definition) => [definition.name, definition]));
  const free = settings.fields.filter(({ name }) => !submission.entries.some((entry) => entry.name === name));
  return submission.entries.map((entry) => {
    const definition = definitions.get(entry.name) ?? takeByRole(free, roleOf(entry.name));
    const label = definition?.label ? textIn(locale, definition.label) : (entry.title ?? entry.name);
    return { name: entry.name, label, value: valueOf(entry), values: entry.values, definition, role: roleIn(entry, definition, settings) };
  });
}

/** A field of the definition that didn't come under its own name stands for the first alias of its kind. */
function takeByRole(free: FieldDefinition[], role: Role | undefined): FieldDefinition | undefined {
  const index = role === undefined ? -1 : free.findIndex((definition) => typeRole(definition) === role);
  return index < 0 ? undefined : free.splice(index, 1)[0];
}

function roleIn({ name }: Entry, definition: FieldDefinition | undefined, settings: FormSettings): Role | undefined {
  if (definition) return typeRole(definition) ?? contentRole(roleOf(name));
  if (settings.consents.some((consent) => (consent.field ?? consent.purpose) === name)) return 'consent';
  const role = isAttribution(name) || name === settings.honeypot ? 'service' : roleOf(name);
  // With one consent in the definition there is no doubt what the only checkbox means; else it is a field like others.
  return role === 'consent' && settings.consents.length !== 1 ? undefined : role;
}

function typeRole({ type }: FieldDefinition): Role | undefined {
  if (type === 'name' || type === 'phone' || type === 'email') return type;
  return type === 'textarea' ? 'text' : undefined;
}

/** What the form itself asks for is never service data. */
function contentRole(role: Role | undefined): Role | undefined {
  return role === 'service' || role === 'consent' ? undefined : role;
}
