/** Who is who among the addresses of mails, as the settings and the people of the desk say. */
import type { ClassifyContext } from '../mail/sorting/classification.ts';
import type { Desk } from './desk.ts';
import type { Envelope } from './envelope.ts';
import type { DeskSettings } from './settings.ts';

/** For sorting mail: which mailbox is which office's, and who is a colleague. `staffEmails` in any letter case. */
export function addressBook(
  settings: DeskSettings,
  staffEmails: readonly string[],
): Omit<ClassifyContext, 'envelopeTo'> {
  const lower = (address: string): string => address.toLowerCase();
  const { offices } = settings;
  const staff = new Set(
    [
      settings.deskAddress,
      settings.diAddress,
      settings.dcgAddress,
      ...offices.flatMap(({ mailbox, secretaryMailbox }) => [mailbox, secretaryMailbox]),
      ...staffEmails,
    ].map(lower),
  );
  return {
    officeByMailbox: new Map(offices.map(({ mailbox, code }) => [lower(mailbox), code])),
    deskAddress: lower(settings.deskAddress),
    diAddress: lower(settings.diAddress),
    dcgAddress: lower(settings.dcgAddress),
    isStaff: (address) => staff.has(lower(address)),
    casePatterns: settings.casePatterns,
  };
}

/** The addresses to which a mail to us is written: the desk's, DI's, the offices' and the colleagues' own. */
export function ourMailboxes(settings: DeskSettings, staffEmails: readonly string[]): readonly string[] {
  const mailboxes = [
    settings.deskAddress,
    settings.diAddress,
    ...settings.offices.flatMap(({ mailbox, secretaryMailbox }) => [mailbox, secretaryMailbox]),
    ...staffEmails,
  ];
  return [...new Set(mailboxes.map((address) => address.toLowerCase()))];
}

/** Who is who for sorting a mail that came on this way. */
export async function classifyContext(desk: Desk, { to }: Pick<Envelope, 'to'>): Promise<ClassifyContext> {
  const people = await desk.store.people();
  const emails = people.flatMap(({ email }) => email ?? []);
  return { ...addressBook(desk.config, emails), envelopeTo: to };
}
