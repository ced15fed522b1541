/** What a field means, by its name alone: builders of forms name them as they like. */
export type Role = 'name' | 'first-name' | 'middle-name' | 'last-name' | 'company' | 'phone' | 'email' | 'text' | 'consent' | 'service';

const ALIASES: Readonly<Record<Role, readonly string[]>> = {
  name: ['name', 'your-name', 'full name', 'fio', 'contact name', 'client name', 'user name', 'фио', 'имя', 'ваше имя', 'как вас зовут', 'контактное лицо'],
  'first-name': ['first name', 'firstname', 'given name', '1.3'],
  'middle-name': ['middle name', 'patronymic', 'отчество', '1.4'],
  'last-name': ['last name', 'lastname', 'surname', 'family name', 'фамилия', '1.6'],
  company: ['company', 'company name', 'organization', 'organisation', 'your-company', 'компания', 'организация', 'название компании'],
  phone: ['phone', 'tel', 'telephone', 'mobile', 'your-tel', 'your-phone', 'phone number', 'телефон', 'ваш телефон', 'тел', 'мобильный', 'номер телефона', 'мобильный телефон'],
  email: ['email', 'e-mail', 'mail', 'your-email', 'email address', 'почта', 'ваша почта', 'эл. почта', 'электронная почта', 'емейл', 'имейл'],
  text: ['message', 'textarea', 'comment', 'comments', 'text', 'question', 'your-message', 'комментарий', 'сообщение', 'вопрос', 'ваш вопрос', 'текст'],
  consent: ['checkbox', 'agree', 'agreement', 'consent', 'gdpr', 'policy', 'privacy', 'согласие', 'acceptance'],
  service: [
    'tranid', 'formid', 'formname', 'form_id', 'form_name', 'form[id]', 'form[name]', 'cookies', 'referer', 'referrer', 'pageurl', 'page_url', 'source_url',
    'cf-turnstile-response', 'smart-token', 'g-recaptcha-response', 'h-captcha-response',
    '_wpcf7', '_wpcf7_version', '_wpcf7_locale', '_wpcf7_unit_tag', '_wpcf7_container_post', '_remote_ip', '_user_agent', '_url', '_post_id', '_wp_http_referer', '_wpnonce',
  ],
};

const ROLES: ReadonlyMap<string, Role> = new Map(
  Object.entries(ALIASES).flatMap(([role, names]) => names.map((name): [string, Role] => [alike(name), role as Role])),
);

/** The role that a name speaks of; "Phone_2" speaks of what "Phone" does. */
export function roleOf(name: string): Role | undefined {
  return ROLES.get(alike(name)) ?? ROLES.get(alike(name.replace(/[_ -]\d{1,2}$/, '')));
}

/** Case, blanks, underscores, hyphens and a closing mark make no difference between names. */
function alike(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/[\s_-]+|[*:?]+$/gu, '');
}
