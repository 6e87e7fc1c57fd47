/** Whose mailbox is whose: the colleagues that the offices and the desk name. */
import type { Party } from '../bot/local/recipients-world.ts';
import type { WorldOptions } from './world.ts';

export interface Colleague {
  readonly mailbox: string;
  readonly role: Exclude<Party['role'], 'applicant' | 'other'>;
  /** As the list of mailboxes names it. */
  readonly title: string;
  /** As their mails name the sender. */
  readonly name: string;
}

type Addresses = Pick<WorldOptions, 'offices' | 'diAddress' | 'dcgAddress'>;

/** By mailbox, lower case; in the order in which the page lists them. */
export function colleaguesOf({ offices, diAddress, dcgAddress }: Addresses): ReadonlyMap<string, Colleague> {
  const colleagues: Colleague[] = [
    ...offices.map(
      ({ name, secretaryMailbox }): Colleague => ({
        mailbox: secretaryMailbox,
        role: 'secretary',
        title: `Secretariat ${name}`,
        name: `Secretariat ${name}`,
      }),
    ),
    ...offices.map(
      ({ name, mailbox }): Colleague => ({
        mailbox,
        role: 'secretary',
        title: `${name} (registratură)`,
        name,
      }),
    ),
    { mailbox: diAddress, role: 'di', title: 'ANCPI – DI', name: 'ANCPI – Direcția Informatică' },
    { mailbox: dcgAddress, role: 'dcg', title: 'ANCPI – DCG', name: 'ANCPI – DCG' },
  ];
  const byMailbox = new Map<string, Colleague>();
  for (const colleague of colleagues) {
    const mailbox = colleague.mailbox.toLowerCase();
    if (!byMailbox.has(mailbox)) {
      byMailbox.set(mailbox, { ...colleague, mailbox });
    }
  }
  return byMailbox;
}
