/** The mail servers of the invented domains: they sign what leaves them (DKIM), and publish how to check it. */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Zone } from '../mail/authenticity/sender-proof.ts';
import { dkimSigned } from '../mail/wire/dkim-sign.ts';
import { writeDurably } from './letterbox.ts';
import { APPLICANT_DOMAINS } from './people.ts';
import type { MailOnItsWay } from './request-mail.ts';
import type { WorldOptions } from './world.ts';

const SELECTOR = 'posta';
const KEY_FILE = 'signing-key.pem';

export interface PostOffice {
  /** What the DNS of the invented domains says. */
  readonly zone: Zone;
  /** The mail as it leaves its sender's server: signed, if the server is one of ours. */
  signed(mail: MailOnItsWay, sender: string): MailOnItsWay;
}

/**
 * Opens the servers of the applicants' domains and of the agency's. One key serves all; it is kept in the folder, so
 * that what was signed before a restart can still be checked.
 */
export async function openPostOffice({
  folder,
  now,
  deskAddress,
  diAddress,
  dcgAddress,
  offices,
}: WorldOptions): Promise<PostOffice> {
  const privateKey = await keyIn(folder);
  const agency = [deskAddress, diAddress, dcgAddress, ...offices.map(({ mailbox }) => mailbox)].map(domainOf);
  const domains = new Set([...APPLICANT_DOMAINS, ...agency]);
  const record = `v=DKIM1; k=rsa; p=${publicKeyOf(privateKey)}`;
  const keys = [...domains].map((domain) => [`${SELECTOR}._domainkey.${domain}`, [record]] as const);
  // Whoever writes in the name of these domains, from elsewhere and without their signature, is not them.
  const policies = APPLICANT_DOMAINS.flatMap(
    (domain) =>
      [
        [domain, ['v=spf1 -all']],
        [`_dmarc.${domain}`, ['v=DMARC1; p=reject']],
      ] as const,
  );
  return {
    zone: { TXT: Object.fromEntries([...keys, ...policies]) },
    signed(mail, sender) {
      const domain = domainOf(sender);
      return domains.has(domain)
        ? { ...mail, raw: dkimSigned(mail.raw, { domain, selector: SELECTOR, privateKey }, now()) }
        : mail;
    },
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

async function keyIn(folder: string): Promise<KeyObject> {
  const file = join(folder, KEY_FILE);
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) {
    return createPrivateKey(known);
  }
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  await writeDurably(folder, KEY_FILE, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  return privateKey;
}

/** As a DKIM record has it (RFC 6376, 3.6.1). */
function publicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
}
