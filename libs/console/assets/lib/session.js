// @ts-check
import { get, post, remove } from './api.js';

/** @typedef {{ id: string | null, name: string, email?: string, role: 'admin' | 'operator' | 'manager', managerId: string | null }} Me */

/** @type {Me | undefined} */
let me;

/** Who is signed in; undefined when nobody is. */
export const whoAmI = () => me;

/** @param {...string} roles */
export const amI = (...roles) => me !== undefined && roles.includes(me.role);

/** Operators and administrators watch the connectors; managers see their own work. */
export const isOperator = () => amI('operator', 'admin');

export async function loadSession() {
  try {
    me = await get('/api/v1/session');
  } catch (problem) {
    if (/** @type {any} */ (problem).status !== 401) throw problem;
    me = undefined;
  }
  return me;
}

/** @param {{ email: string, password: string }} credentials */
export async function signIn(credentials) {
  me = await post('/api/v1/session', credentials);
}

export async function signOut() {
  await remove('/api/v1/session');
  me = undefined;
}

export function forgetSession() {
  me = undefined;
}
