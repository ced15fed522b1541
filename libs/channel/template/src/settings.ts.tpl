import { z } from 'zod';

// FILL IN: the settings of an account; title and titleRu are what the console's form shows
export const settingsSchema = z.strictObject({
  secret: z
    .string()
    .min(16)
    .max(200)
    .meta({ secret: true, title: 'Secret', titleRu: 'Секрет', description: 'Signs each request', descriptionRu: 'Подписывает каждый запрос' }),
});

export type Settings = z.output<typeof settingsSchema>;
