export { normalizeEmail, type Email } from './email.js';
export { findPhones, type FoundPhone } from './find-phones.js';
export { emailIdentity, joinIdentities, phoneIdentities, phoneIdentity, type Identity } from './identity.js';
export { contactId, deriveId, partitionKey } from './ids.js';
export { callingCodeOf, type PhoneKind } from './phone-number.js';
export { normalizePhone, type Phone } from './phone.js';
export { compareVersions, shouldApply, type SourceVersion } from './revision.js';
export { sameFacts } from './same-facts.js';
export { cleanName, cleanText, truncate, type CleanedText } from './text.js';
