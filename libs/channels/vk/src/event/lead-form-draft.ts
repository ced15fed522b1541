import { type ContactFacts, identitiesInOrder } from '@tributary/channel';
import { cleanName, cleanText, emailIdentity, phoneIdentities } from '@tributary/contact';
import { identitiesOf, nameWanted, senderOf } from '../people.js';
import type { Context } from './context.js';
import type { LeadForm } from './schema.js';
import type { Understood } from './to-draft.js';

/** A lead form, filled in: each answer a field; phone and address of the answers are stated by the sender. */
export function leadFormDraft(form: LeadForm, context: Context): Understood {
  const fields = form.answers.map(({ key, question, answer }) => ({ name: line(key), label: line(question), value: words(answer) }));
  const name = nameOf(form);
  return {
    contact: {
      externalId: `${context.groupId}:lead:${form.lead_id}`,
      conversationId: String(form.user_id),
      facts: {
        occurredAt: context.receivedAt,
        identities: identitiesInOrder('vk', [...identitiesOf(form.user_id), ...statedIdentities(form, context)]),
        sender: name ? { name } : senderOf(form.user_id, context),
        conversation: { kind: 'private' },
        text: fields.map(({ label, name: key, value }) => `${label || key}: ${value}`).join('\n'),
        ...(form.form_name && { subject: line(form.form_name) }),
        attachments: [],
        attribution: { utm: { source: 'vk', medium: 'lead_form', ...(form.form_name && { campaign: line(form.form_name) }), ...(form.ad_id && { content: String(form.ad_id) }) } },
        content: { kind: 'form', fields, consents: [], clientAddress: '', userAgent: '' },
      },
    },
    wanted: name ? [] : nameWanted(form.user_id, context),
  };
}

const answerTo = ({ answers }: LeadForm, ...keys: string[]) => keys.map((key) => words(answers.find((each) => each.key === key)?.answer ?? '')).filter(Boolean).join(' ');

function nameOf(form: LeadForm): string {
  return cleanName(answerTo(form, 'first_name', 'patronymic_name', 'last_name'));
}

function statedIdentities(form: LeadForm, { defaultRegion }: Context): ContactFacts['identities'] {
  const email = emailIdentity(answerTo(form, 'email').trim());
  return [...phoneIdentities(answerTo(form, 'phone_number'), defaultRegion), ...(email ? [email] : [])];
}

function words(answer: string | readonly string[]): string {
  return cleanText(typeof answer === 'string' ? answer : answer.join(', ')).text;
}

function line(text: string): string {
  return cleanName(text);
}
