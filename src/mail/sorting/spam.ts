import type { ParsedMail } from '../reading/parsed-mail.ts';
import { headerSays, headerValues } from './noise.ts';

/** Exchange's spam confidence level from which it moves a mail to Junk. */
const JUNK_LEVEL = 5;

/**
 * True if a spam filter marked the mail: SpamAssassin, Rspamd, Exchange and its cloud, Barracuda, Bogofilter, DSPAM.
 * Whoever forges such a header harms only his own mail.
 */
export function isFlaggedSpam(mail: ParsedMail): boolean {
  return (
    headerSays(mail, 'x-spam-flag', /^\s*(?:yes|true)/i) ||
    headerSays(mail, 'x-spam-status', /^\s*yes/i) ||
    headerSays(mail, 'x-spam', /^\s*(?:yes|spam|true)/i) ||
    headerSays(mail, 'x-rspamd-action', /^\s*(?:reject|add header|rewrite subject|quarantine)/i) ||
    headerSays(
      mail,
      'x-forefront-antispam-report',
      /(?:^|;)\s*(?:SFV:SPM|SFV:SKB|CAT:(?:H?SPM|H?PHSH|MALW))\s*(?:;|$)/i,
    ) ||
    headerSays(mail, 'x-barracuda-spam-flag', /^\s*yes/i) ||
    headerSays(mail, 'x-barracuda-spam-status', /^\s*yes/i) ||
    headerSays(mail, 'x-bogosity', /^\s*(?:yes|spam)/i) ||
    headerSays(mail, 'x-dspam-result', /^\s*(?:spam|blacklisted)/i) ||
    headerValues(mail, 'x-ms-exchange-organization-scl').some(
      (value) => /^\s*\d\s*$/.test(value) && Number(value) >= JUNK_LEVEL,
    ) ||
    /^\s{0,5}(?:\[[^\]]{0,10}|[*{(<]{1,6} ?)spam ?[\]*})>]{1,6}/i.test(mail.subject.slice(0, 60))
  );
}
