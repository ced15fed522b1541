/** Texts of VK's errors, by their numbers. */
const TEXTS = {
  1: 'Unknown error occurred',
  5: 'User authorization failed: invalid access_token (4).',
  6: 'Too many requests per second',
  7: 'Permission to perform this action is denied',
  9: 'Flood control',
  10: 'Internal server error',
  15: 'Access denied',
  27: 'Group authorization failed: access_token has expired.',
  29: 'Rate limit reached',
  100: 'One of the parameters specified was missing or invalid',
  113: 'Invalid user id',
  900: "Can't send messages for users from blacklist",
  901: "Can't send messages for users without permission",
  902: "Can't send messages to this user due to their privacy settings",
  914: 'Message is too long',
  917: "You don't have access to this chat",
  2000: 'Servers number limit is reached',
};

/** An answer with `error`: its HTTP status is 200 all the same. */
export class ApiError extends Error {
  /** @param {number} code @param {string} [detail] */
  constructor(code, detail) {
    super(detail ? `${TEXTS[code] ?? 'Error'}: ${detail}` : (TEXTS[code] ?? 'Error'));
    this.code = code;
  }
}
