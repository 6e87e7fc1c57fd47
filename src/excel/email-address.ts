import { domainToASCII } from 'node:url';

export type EmailFault = 'missing' | 'injection' | 'several' | 'display-name' | 'look-alike' | 'format';

export type EmailVerdict =
  | {
      readonly ok: true;
      readonly address: string /** The domain has letters beyond a–z. */;
      readonly international: boolean;
    }
  | { readonly ok: false; readonly fault: EmailFault };

const LONGEST = 254;
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Whether a text is exactly one plain address, to which A21 may mail a password (RFC 5321 in its everyday part:
 * no quotes, comments, display names or routes). `raw` is the cell's text before tidying, so that line breaks show.
 */
export function judgeEmail(raw: string): EmailVerdict {
  const text = raw
    .replace(INVISIBLE, '')
    .replace(/\u00a0/g, ' ')
    .trim();
  if (text === '') {
    return { ok: false, fault: 'missing' };
  }
  if (/\p{Cc}|\p{Zl}|\p{Zp}/u.test(text)) {
    return { ok: false, fault: 'injection' };
  }
  if ((text.match(/[@＠]/g)?.length ?? 0) > 1 || /[,;]/.test(text)) {
    return { ok: false, fault: 'several' };
  }
  if (/[<>"()]/.test(text)) {
    return { ok: false, fault: 'display-name' };
  }
  const at = text.indexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1);
  if (at < 1 || text.length > LONGEST || /\s/.test(text)) {
    return { ok: false, fault: 'format' };
  }
  if (/[^\u0021-\u007e]/.test(local) || mixesScripts(domain)) {
    return { ok: false, fault: 'look-alike' };
  }
  return judgeParts(local, domain);
}

function judgeParts(local: string, domain: string): EmailVerdict {
  const ascii = domainToASCII(domain).toLowerCase();
  // An address literal or a port would pass through domainToASCII untouched.
  const usable = local.length <= 64 && LOCAL_PART.test(local) && DOMAIN.test(ascii);
  if (!usable || /^[^\u0080-\uffff]*$/.test(domain) !== (ascii === domain.toLowerCase())) {
    return { ok: false, fault: 'format' };
  }
  const address = `${local.toLowerCase()}@${domain.toLowerCase()}`;
  return { ok: true, address, international: ascii.split('.').some((label) => label.startsWith('xn--')) };
}

/** Letters of two alphabets in one label (a Cyrillic "а" in "exаmplu"), or of any alphabet but the Latin one. */
function mixesScripts(domain: string): boolean {
  const letters = domain.replace(/[^\p{L}]/gu, '');
  return /[^\p{Script=Latin}]/u.test(letters) || /[\uff00-\uffef]/.test(domain);
}
