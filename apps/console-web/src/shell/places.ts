import type { Role } from '../api/types';
import type { TextKey } from '../texts/text';

export interface Place {
  readonly href: string;
  readonly text: TextKey;
  readonly roles: readonly Role[];
  /** Pressed after "g". */
  readonly key: string;
}

const EVERYBODY: readonly Role[] = ['admin', 'operator', 'manager'];
const OPERATORS: readonly Role[] = ['admin', 'operator'];
const ADMINS: readonly Role[] = ['admin'];

/** Where one can go, in the order of the menu. */
const PLACES: readonly Place[] = [
  { href: '/', text: 'nav.home', roles: EVERYBODY, key: 'o' },
  { href: '/desk', text: 'nav.desk', roles: EVERYBODY, key: 'd' },
  { href: '/leads', text: 'nav.leads', roles: EVERYBODY, key: 'l' },
  { href: '/conversations', text: 'nav.conversations', roles: EVERYBODY, key: 't' },
  { href: '/contacts', text: 'nav.contacts', roles: EVERYBODY, key: 'c' },
  { href: '/people', text: 'nav.people', roles: EVERYBODY, key: 'p' },
  { href: '/notifications', text: 'nav.notifications', roles: EVERYBODY, key: 'n' },
  { href: '/connectors', text: 'nav.connectors', roles: OPERATORS, key: 'k' },
  { href: '/quarantine', text: 'nav.quarantine', roles: OPERATORS, key: 'q' },
  { href: '/alarms', text: 'nav.alarms', roles: OPERATORS, key: 'a' },
  { href: '/custody', text: 'nav.custody', roles: OPERATORS, key: 'u' },
  { href: '/managers', text: 'nav.managers', roles: OPERATORS, key: 'm' },
  { href: '/routing', text: 'nav.routing', roles: OPERATORS, key: 'r' },
  { href: '/office', text: 'nav.office', roles: OPERATORS, key: 'w' },
  { href: '/users', text: 'nav.users', roles: ADMINS, key: 's' },
  { href: '/audit', text: 'nav.audit', roles: ADMINS, key: 'j' },
];

export function placesOf(role: Role): readonly Place[] {
  return PLACES.filter(({ roles }) => roles.includes(role));
}

export function isHere(href: string, path: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
