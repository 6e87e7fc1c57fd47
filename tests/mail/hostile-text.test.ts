/** Texts made to keep a rule busy for ever: every rule of sorting must come to its end (a hang fails by timeout). */
import { describe, expect, it } from 'vitest';
import { recipientsInBounceText, tellsDelay } from '../../src/mail/reading/delivery-report.ts';
import { safeFileName } from '../../src/mail/reading/file-names.ts';
import { htmlToText } from '../../src/mail/reading/html-text.ts';
import { mailboxesIn } from '../../src/mail/reading/mailboxes-in.ts';
import { classify } from '../../src/mail/sorting/classify.ts';
import { kindOfPage, kindsByName } from '../../src/mail/sorting/document-words.ts';
import { forwardedBlocks } from '../../src/mail/sorting/forwarded.ts';
import { asksForAccess, asksForPassword, tellsProblem } from '../../src/mail/sorting/intents.ts';
import { hasAutoReplyText, isMachineAddress } from '../../src/mail/sorting/noise.ts';
import { ownText } from '../../src/mail/sorting/quoted-text.ts';
import {
  baseSubject,
  caseNumbersIn,
  isAnswer,
  isRequestSubject,
  undecorated,
} from '../../src/mail/sorting/subjects.ts';
import { deskContext } from './desk-context.ts';
import { parsedMail } from './raw-mail.ts';

const LENGTH = 400_000;
const PIECES = [
  ' ',
  '-',
  '_',
  '>',
  '*',
  '\n',
  '\t',
  ':',
  '@',
  'a@',
  'a.',
  '<a@b.test>',
  '[',
  '(',
  '[a]',
  're:',
  'fw: re: ',
  'De la: ',
  'De la: x\n',
  'De la: a\nTrimis: b\nSubiect: c\n',
  '-----Mesaj original-----\n',
  '----- Forwarded Message ----- From: aTo: bSent: cSubject: d',
  'Pe 1 <a@b.test> a scris:\n',
  'Pe 1 ',
  ' on behalf of ',
  'parola ',
  'nu mai ',
  'user parola acces ',
  'cer ',
  'Message-ID: ',
  'Message-ID:\n',
  'Final-Recipient: rfc822; a@b.test\n\n',
  '5.1.1 ',
  '550 delivered a@b.test\n',
  'AB-2026-',
  'AB - ',
  'a\u0301',
  '&#x1F;',
  '<a href="mailto:a@b.test">',
  '<',
  '<p>',
  'Received: ',
  'C I ',
];

describe('400 kB of one thing', () => {
  it.each(PIECES)('%j ends every rule', async (piece) => {
    const text = piece.repeat(Math.ceil(LENGTH / piece.length));
    expect(forwardedBlocks(text).length + forwardedBlocks(text, 'attributed-too').length).toBeLessThanOrEqual(
      40,
    );
    expect(ownText(text).length).toBeLessThanOrEqual(text.length);
    expect(htmlToText(text).length).toBeLessThanOrEqual(text.length);
    expect([asksForPassword(text), asksForAccess(text), tellsProblem(text)]).toHaveLength(3);
    expect([isAnswer(text), isRequestSubject(text), isMachineAddress(text)]).toHaveLength(3);
    expect(baseSubject(text).length + undecorated(text).length).toBeLessThanOrEqual(1_000);
    expect(caseNumbersIn([text], deskContext().casePatterns).length).toBeLessThan(100);
    expect([hasAutoReplyText(text), tellsDelay(text)]).toHaveLength(2);
    expect(recipientsInBounceText(text, text).length).toBeLessThanOrEqual(100);
    expect(kindsByName(safeFileName(text, 'application/pdf', 1)).length).toBeLessThanOrEqual(3);
    expect([null, 'application', 'identity', 'certificate']).toContain(kindOfPage(text.slice(0, 20_000)));
    expect(mailboxesIn(text).length).toBeLessThan(1_000);
    const subject = text.slice(0, 900).replace(/[\n\r]/g, ' ');
    for (const from of ['Ion <popescu@client.test>', 'ab@ancpi.ro', 'MAILER-DAEMON@x.test']) {
      const mail = { ...(await parsedMail({ from, subject })), text, htmlText: htmlToText(text) };
      expect(classify(mail, deskContext()).requests.length).toBeGreaterThan(0);
    }
  });
});
