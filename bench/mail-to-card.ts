/** A mail of 10 MB from its first byte on the wire to its card on the page's wire. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth';
import { simpleParser } from 'mailparser';
import { readForm } from '../src/excel/read-form.ts';
import { dkimSigned } from '../src/mail/wire/dkim-sign.ts';
import { type MailReceiver, startMailReceiver } from '../src/mail/wire/smtp-in.ts';
import type { MailOnItsWay } from '../src/world/request-mail.ts';
import { inventedMail } from './invented-mail.ts';
import { type LivePage, openLivePage } from './live-page.ts';
import { startProduct } from './product-process.ts';
import { openQuickSender } from './quick-sender.ts';
import { type Figure, type Measure, median, timed } from './report.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const TEN_MB = 10_000_000;
const TODAY = '2026-11-20';

interface Round {
  readonly total: number;
  readonly accepted: number;
  readonly floor: number;
  /** The floor, with the mail received by a bare SMTP server and written to the disk before that. */
  readonly wholeFloor: number;
}

export const mailToCard: Measure = {
  name: 'mail',
  title: 'un mail de 10 MB, până la cardul de pe pagină',
  run: ({ quick }) =>
    inTemporaryFolder(async (folder) => {
      const product = await startProduct(folder);
      const page = await openLivePage(product.url);
      const key = createPrivateKey(await readFile(join(folder, 'recipients', 'signing-key.pem')));
      const bare = await openBareReceiver(folder);
      try {
        const rounds: Record<Kind, Round[]> = { plain: [], signed: [] };
        const last = quick ? 3 : 11;
        // The first of each kind warms both sides up.
        for (let number = 0; number <= last; number += 1) {
          for (const kind of ['plain', 'signed'] as const) {
            const mail = await inventedMail(2 * number + (kind === 'signed' ? 1 : 0), TEN_MB);
            const sent = kind === 'signed' ? signed(mail, key) : mail;
            const round = await playRound(sent, kind, product.smtpPort, page, bare.port);
            if (number > 0) {
              rounds[kind].push(round);
            }
          }
        }
        return [...figures(rounds.plain), ...signedFigures(rounds.signed)];
      } finally {
        page.close();
        await bare.close();
        await product.stop();
      }
    }),
};

/** Without a signature, or signed (DKIM) by its sender's server: then there are 10 MB to be checked. */
type Kind = 'plain' | 'signed';

async function playRound(
  mail: MailOnItsWay,
  kind: Kind,
  smtpPort: number,
  page: LivePage,
  barePort: number,
): Promise<Round> {
  const bare = await openQuickSender(mail, barePort);
  const received = await timed(() => bare.send());
  const floor = await timed(async () => {
    await bareReading(mail.raw);
    if (kind === 'signed') {
      await dkimVerify(mail.raw, { resolver: async () => [] });
    }
  });
  const card = page.next((event) => event.type === 'post' && event.parentId === null);
  // The acknowledgement arrives last: the next round finds the product at rest.
  const acknowledged = page.next((event) => event.type === 'mail');
  const sender = await openQuickSender(mail, smtpPort);
  const start = performance.now();
  await sender.send();
  const accepted = performance.now() - start;
  await card;
  const total = performance.now() - start;
  await acknowledged;
  return { total, accepted, floor: floor.ms, wholeFloor: received.ms + floor.ms };
}

/** As it leaves its sender's server. */
function signed(mail: MailOnItsWay, privateKey: KeyObject): MailOnItsWay {
  const domain = mail.envelope.from.slice(mail.envelope.from.indexOf('@') + 1);
  return { ...mail, raw: dkimSigned(mail.raw, { domain, selector: 'posta', privateKey }) };
}

/** The product's receiver without a desk behind it: writes each mail to the disk, durably, before it says so. */
async function openBareReceiver(folder: string): Promise<MailReceiver> {
  return await startMailReceiver({
    protocol: 'smtp',
    host: '127.0.0.1',
    port: 0,
    maxBytes: 2 * TEN_MB,
    accepts: () => true,
    async store({ raw }) {
      await writeFile(join(folder, 'bare.eml'), raw, { flush: true });
    },
  });
}

/** What cannot be saved: the mail parsed by the bare library, its form read in this process. */
async function bareReading(raw: Buffer): Promise<void> {
  const parsed = await simpleParser(raw);
  const form = parsed.attachments.find(({ filename }) => filename?.endsWith('.xlsx'));
  if (!form || !readForm(form.content, form.filename, TODAY).ok) {
    throw new Error('The floor did not read the form');
  }
}

function figures(rounds: readonly Round[]): Figure[] {
  const floor = median(rounds.map((round) => round.floor));
  const of = (part: (round: Round) => number): number => median(rounds.map(part));
  return [
    {
      measure: 'mail',
      what: 'de la primul octet la card, față de parsare',
      unit: 'ms',
      value: of(({ total }) => total),
      floor,
      most: { ratio: 2 },
    },
    {
      measure: 'mail',
      what: '  față de SMTP, scris pe disc și parsare',
      unit: 'ms',
      value: of(({ total }) => total),
      floor: of(({ wholeFloor }) => wholeFloor),
    },
    {
      measure: 'mail',
      what: '  din care până la «250 OK» (scris pe disc)',
      unit: 'ms',
      value: of(({ accepted }) => accepted),
    },
    {
      measure: 'mail',
      what: '  din care de la «250 OK» la card',
      unit: 'ms',
      value: of(({ total, accepted }) => total - accepted),
      floor,
    },
  ];
}

/** What cannot be saved here is the check of the signature too. */
function signedFigures(rounds: readonly Round[]): Figure[] {
  return [
    {
      measure: 'mail',
      what: 'același, semnat (DKIM), față de parsare și verificare',
      unit: 'ms',
      value: median(rounds.map(({ total }) => total)),
      floor: median(rounds.map((round) => round.floor)),
      most: { ratio: 2 },
    },
  ];
}
