/** Requests of invented applicants, of a size that is asked for. */
import { deliverMail } from '../src/mail/wire/compose.ts';
import { OFFICES } from '../src/workflow/offices.ts';
import { inventPerson } from '../src/world/people.ts';
import { blankPicture } from '../src/world/picture.ts';
import { type MailOnItsWay, requestMail } from '../src/world/request-mail.ts';
import { SAMPLES } from '../src/world/samples.ts';
import { threeScans } from '../src/world/scans.ts';

const OFFICE = 'AB';
const TODAY = '2026-11-20';
/** What base64 with its line ends makes of a byte. */
const ENCODED = 78 / 57;
/** The workbook, the two PDFs and the words of a request, encoded, in bytes. */
const REST = 26_000;
const PICTURE_WIDTH = 1_000;

/**
 * A complete request to the office AB, about `bytes` on the wire: two scans as PDF, one as a picture that makes up the
 * size, and the filled form.
 */
export async function inventedMail(number: number, bytes: number): Promise<MailOnItsWay> {
  const person = inventPerson(number, OFFICE, TODAY);
  const [sample] = SAMPLES;
  const office = OFFICES.find(({ code }) => code === OFFICE);
  if (!sample || !office) {
    throw new Error('There is no complete sample for the office');
  }
  const height = Math.max(1, Math.round((bytes - REST) / ENCODED / PICTURE_WIDTH));
  const picture = blankPicture(PICTURE_WIDTH, height).png({ packed: false });
  return await requestMail(
    {
      ...sample,
      scans: (owner) =>
        threeScans(owner).map((scan) =>
          scan.mediaType === 'image/png' ? { ...scan, bytes: picture } : scan,
        ),
    },
    person,
    {
      office: { ...office, secretaryMailbox: `secretar.${office.mailbox}` },
      deskAddress: 'acces@ancpi.ro',
      now: new Date(),
    },
  );
}

/** Hands a mail to the product's receiver. Rejects if it is not accepted. */
export async function deliver(mail: MailOnItsWay, port: number): Promise<void> {
  const outcome = await deliverMail({ host: '127.0.0.1', port, ...mail });
  if (!outcome.accepted) {
    throw new Error(`The receiver refused a mail: ${outcome.response}`);
  }
}
