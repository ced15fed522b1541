// @ts-check
import { t } from './texts.js';

/** What the server shows in the place of a secret; sent back it means "as it was". */
const MASK = '••••••';
const PERIODS = ['0', '1', '3', '7', '14', '30', '90', '365', 'all'];
const ENCRYPTIONS = ['', 'true', 'starttls', 'false'];

/** Settings that are lists: one entry a line. */
const LISTS = ['folders', 'excluded', 'colleagues', 'aliases'];
const TEXTS = ['user', 'address', 'preset', 'host', 'sentFolder'];
const OF_OAUTH = ['clientId', 'clientSecret', 'refreshToken', 'tokenUrl', 'scope'];

/**
 * Fields of a mailbox, named as the API names what is wrong with them.
 * @param {{ account: any, lines: any[], presets: any[], passwordHint: Node }} options  `account` as the API shows it, undefined for a new one
 * @returns {import('./form.js').Field[]}
 */
export function mailboxFields({ account, lines, presets, passwordHint }) {
  const settings = account?.settings ?? {};
  return [
    { name: 'settings.user', label: t('mailbox.user'), hint: t('mailbox.userHint'), value: settings.user, attributes: { autocomplete: 'off', inputmode: 'email', autocapitalize: 'off', spellcheck: 'false', maxlength: 320 } },
    { name: 'settings.password', label: t('mailbox.password'), type: 'password', hint: passwordHint, optional: true, attributes: { autocomplete: 'new-password', maxlength: 4000, ...(settings.password && { placeholder: MASK }) } },
    { name: 'name', label: t('mailbox.name'), hint: t('mailbox.nameHint'), value: account?.name, optional: true, attributes: { maxlength: 200 } },
    { name: 'line', label: t('connectors.line'), type: 'select', value: account?.line, options: lines.map(({ id, name }) => ({ value: id, text: name })) },
    { name: 'settings.firstFetchDays', label: t('mailbox.firstFetch'), hint: t('mailbox.firstFetchHint'), type: 'select', value: periodOf(settings), options: periods(periodOf(settings)) },
    ...serverFields(settings, presets),
    ...mailFields(settings),
    ...oauthFields(settings.oauth ?? {}),
  ];
}

/** @param {any} settings @param {any[]} presets @returns {import('./form.js').Field[]} */
function serverFields({ preset, host, port, secure, tls = {}, address }, presets) {
  const fold = t('mailbox.server');
  const known = [{ value: '', text: t('mailbox.presetAuto') }, ...presets.map(({ value, title }) => ({ value, text: title }))];
  return [
    { fold, name: 'settings.preset', label: t('mailbox.preset'), type: 'select', optional: true, value: preset ?? '', options: known },
    { fold, name: 'settings.host', label: t('mailbox.host'), hint: t('mailbox.hostHint'), optional: true, value: host, attributes: { autocapitalize: 'off', spellcheck: 'false', placeholder: 'imap.example.com' } },
    { fold, name: 'settings.port', label: t('mailbox.port'), type: 'number', optional: true, value: port, attributes: { min: 1, max: 65_535, placeholder: '993' } },
    { fold, name: 'settings.secure', label: t('mailbox.secure'), type: 'select', optional: true, value: String(secure ?? ''), options: ENCRYPTIONS.map((value) => ({ value, text: t(`mailbox.secure-${value || 'auto'}`) })) },
    { fold, name: 'settings.tls.allowSelfSigned', label: t('mailbox.anyCertificate'), type: 'checkbox', optional: true, checked: tls.allowSelfSigned, hint: t('mailbox.anyCertificateHint') },
    { fold, name: 'settings.tls', label: t('mailbox.certificate'), type: 'textarea', optional: true, value: tls.caPem, hint: t('mailbox.certificateHint'), attributes: { spellcheck: 'false' } },
    { fold, name: 'settings.address', label: t('mailbox.address'), optional: true, value: address, hint: t('mailbox.addressHint') },
  ];
}

/** @param {any} settings @returns {import('./form.js').Field[]} */
function mailFields(settings) {
  const fold = t('mailbox.mail');
  const list = (/** @type {string} */ name) => (settings[name] ?? []).join('\n');
  return [
    { fold, name: 'settings.folders', label: t('mailbox.folders'), type: 'textarea', optional: true, value: list('folders'), hint: t('mailbox.foldersHint') },
    { fold, name: 'settings.sentFolder', label: t('mailbox.sentFolder'), optional: true, value: settings.sentFolder, hint: t('mailbox.sentFolderHint') },
    { fold, name: 'settings.excluded', label: t('mailbox.excluded'), type: 'textarea', optional: true, value: list('excluded'), hint: t('mailbox.excludedHint') },
    { fold, name: 'settings.colleagues', label: t('mailbox.colleagues'), type: 'textarea', optional: true, value: list('colleagues'), hint: t('mailbox.colleaguesHint') },
    { fold, name: 'settings.aliases', label: t('mailbox.aliases'), type: 'textarea', optional: true, value: list('aliases'), hint: t('mailbox.aliasesHint') },
  ];
}

/** @param {any} oauth @returns {import('./form.js').Field[]} */
function oauthFields(oauth) {
  const fold = t('mailbox.oauth');
  const secret = (/** @type {string} */ name) => ({ type: 'password', attributes: { autocomplete: 'off', ...(oauth[name] && { placeholder: MASK }) } });
  return [
    { fold, name: 'settings.oauth.clientId', label: t('mailbox.clientId'), optional: true, value: oauth.clientId, hint: t('mailbox.oauthHint') },
    { fold, name: 'settings.oauth.clientSecret', label: t('mailbox.clientSecret'), optional: true, ...secret('clientSecret') },
    { fold, name: 'settings.oauth.refreshToken', label: t('mailbox.refreshToken'), optional: true, ...secret('refreshToken') },
    { fold, name: 'settings.oauth.tokenUrl', label: t('mailbox.tokenUrl'), optional: true, value: oauth.tokenUrl, hint: t('mailbox.tokenUrlHint') },
    { fold, name: 'settings.oauth.scope', label: t('mailbox.scope'), optional: true, value: oauth.scope },
  ];
}

/** @param {any} settings */
function periodOf({ firstFetchDays }) {
  return firstFetchDays === null ? 'all' : String(firstFetchDays ?? 3);
}

/** @param {string} own  may be none of ours: it was set by the API */
function periods(own) {
  const values = PERIODS.includes(own) ? PERIODS : [own, ...PERIODS];
  return values.map((value) => ({ value, text: value === 'all' ? t('mailbox.periodAll') : value === '0' ? t('mailbox.periodNone') : t('mailbox.periodDays', { count: value }) }));
}

/**
 * The account that was filled in, for the API. What was emptied is null for an account that is there: null takes it away.
 * @param {Record<string, string>} values @param {any} [account]
 */
export function accountOf(values, account) {
  const before = account?.settings ?? {};
  const value = (/** @type {string} */ name) => values[`settings.${name}`]?.trim();
  /** @type {Record<string, unknown>} */
  const settings = { password: values['settings.password'], firstFetchDays: value('firstFetchDays') === 'all' ? null : Number(value('firstFetchDays')) };
  for (const name of TEXTS) settings[name] = value(name);
  for (const name of LISTS) settings[name] = value(name)?.split(/\n/).map((line) => line.trim()).filter(Boolean);
  settings.port = value('port') && Number(value('port'));
  settings.secure = value('secure') === 'starttls' ? 'starttls' : value('secure') && value('secure') === 'true';
  settings.tls = tlsOf(value('tls'), values['settings.tls.allowSelfSigned'] === 'on');
  settings.oauth = oauthOf(value);
  for (const name of Object.keys(settings)) if (isLeftOut(settings[name])) settings[name] = isTakenAway(name, settings, before) ? null : undefined;
  return { name: values.name?.trim() || value('address') || value('user'), line: values.line, settings };
}

/** @param {unknown} value */
function isLeftOut(value) {
  return value === undefined || value === '';
}

/** A password that isn't typed stays, unless OAuth2 takes its place. @param {string} name @param {any} settings @param {any} before */
function isTakenAway(name, settings, before) {
  return before[name] !== undefined && (name !== 'password' || Boolean(settings.oauth));
}

/** @param {string | undefined} caPem @param {boolean} allowSelfSigned */
function tlsOf(caPem, allowSelfSigned) {
  return caPem || allowSelfSigned ? { ...(caPem && { caPem }), allowSelfSigned } : undefined;
}

/** Secrets that aren't typed stay as they are. @param {(name: string) => string | undefined} value */
function oauthOf(value) {
  const given = OF_OAUTH.flatMap((name) => (value(`oauth.${name}`) ? [[name, value(`oauth.${name}`)]] : []));
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
