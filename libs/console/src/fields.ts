import { z } from 'zod';
import { PASSWORD_LENGTH } from './sign-in/password.js';
import { ROLES } from './users/user-store.js';

const CONTROL = /\p{Cc}/u;
const EMAIL = /^[^\s@]+@[^\s@]+$/u;

/** One line of text that a person typed: no control characters (PostgreSQL takes no NUL). */
export const Line = (maxLength: number) => z.string().trim().min(1).max(maxLength).refine((text) => !CONTROL.test(text));

/** An address as typed. Whether mail arrives there is nobody's business here: it is a name to sign in with. */
export const Email = z
  .string()
  .trim()
  .max(320)
  .refine((text) => EMAIL.test(text) && !CONTROL.test(text), { params: { code: 'email' } });

/** A new password. */
export const NewPassword = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);

/** The role of a user or token. */
export const RoleName = z.enum(ROLES);

/** Id of a salesperson of the lead service: opaque here. */
export const ManagerId = Line(100).nullable();

/** Where a list by UUIDv7 goes on. */
export const IdPosition = z.tuple([z.uuid()]);
