export { consoleModule } from './console.module.js';
export type { ConsoleDeps } from './deps.js';
export { consoleSchema } from './schema.js';
export { firstStart, type FirstStart } from './setup/first-start.js';
export { resetPassword } from './users/reset-password.js';
export type { Demo, DemoMail } from './demo/demo.js';
