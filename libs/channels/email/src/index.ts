export { channel } from './channel.js';
export { toContacts } from './contact/to-contacts.js';
export { readMail } from './mime/index.js';
export { type EmailSettings, settingsSchema } from './settings.js';
