/** A whole desk with people who lost their passwords, and those who want somebody else's (R1–R4). */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { WireCard } from '../../src/bot/local/page/wire.ts';
import { recoveryOf } from '../../src/desk/recovery/recovery-finding.ts';
import { composeMail, deliverMail } from '../../src/mail/wire/compose.ts';
import { openDialogAs, verbsOn } from '../../src/page-client.ts';
import { ro } from '../../src/texts/ro.ts';
import type { RecoveryCase } from '../../src/workflow/recovery.ts';
import { OFFICER, openDeskAtWork } from './desk-at-work.ts';

export const DI = 'di';
const DI_MAIL = 'autorizati@ancpi.ro';
export const HOUR = 60 * 60 * 1000;
const ASKS = 'Solicitare generare parolă nouă';
export const WORDS = 'Bună ziua,\nAm uitat parola. Vă rog să îmi generați o parolă nouă.';

export interface Written {
  readonly from: string;
  readonly subject?: string;
  readonly text?: string;
  readonly inReplyTo?: string;
  readonly headers?: readonly string[];
  readonly name?: string;
}

export interface Challenged {
  readonly mailbox: string;
  readonly user: string;
  readonly caseId: string;
  readonly code: string;
  readonly letter: string;
  readonly answer: (text: string, more?: Partial<Written>) => Promise<void>;
}

export type RecoveryDesk = Awaited<ReturnType<typeof openRecoveryDesk>>;

export async function openRecoveryDesk() {
  let ahead = 0;
  const desk = await openDeskAtWork({ now: () => new Date(Date.now() + ahead) });

  /** Somebody whose account was issued by this desk; their mails are signed by their provider. */
  async function owner(): Promise<{ readonly mailbox: string; readonly user: string }> {
    const caseId = await desk.newCase('complete-ab');
    await desk.bringToDi(caseId);
    await desk.issue(caseId);
    const { access, row } = await desk.record(caseId);
    const account = await desk.app.desk.store.accountById(access.issue?.accountId ?? '');
    expect(account).toMatchObject({ state: 'active', email: row.senderEmail });
    return { mailbox: row.senderEmail ?? '', user: account?.user ?? '' };
  }

  /** An account at an invented firm whose domain publishes nothing: its mails prove nothing. */
  async function firm(
    state: 'active' | 'suspended' = 'active',
    email = `birou-${randomUUID().slice(0, 8)}@masuratori-fara-semnatura.example`,
  ): Promise<{ readonly mailbox: string; readonly user: string }> {
    const user = `firma.${randomUUID().slice(0, 8)}`;
    const account = {
      user,
      email,
      office: 'AB',
      personName: 'Ana Măsurătoru',
      cnpHash: '',
      authorisation: '',
    };
    await desk.app.desk.store.transact(null, (uow) => uow.createAccount({ ...account, state }));
    return { mailbox: email, user };
  }

  async function write(written: Written): Promise<void> {
    const { from, subject = ASKS, text = WORDS, inReplyTo, headers = [], name = 'Birou' } = written;
    const composed = await composeMail({
      from: { name, address: from },
      to: DI_MAIL,
      subject,
      text,
      date: desk.app.desk.now(),
      messageId: `<${randomUUID()}@exemplu.example>`,
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
      program: 'test',
      attachments: [],
    });
    const raw = Buffer.concat([Buffer.from(headers.map((line) => `${line}\r\n`).join('')), composed]);
    const slot = { host: '127.0.0.1', port: desk.app.smtpPort, localAddress: '127.0.0.66' };
    expect(await deliverMail({ ...slot, raw, envelope: { from, to: [DI_MAIL] } })).toEqual({
      accepted: true,
    });
    await desk.app.idle();
  }

  async function newest(): Promise<WireCard & { readonly caseId: string }> {
    const card = (await desk.page.cards(DI)).at(-1);
    if (!card?.caseId) {
      throw new Error('DI has no card');
    }
    return { ...card, caseId: card.caseId };
  }

  async function cardOf(caseId: string): Promise<WireCard> {
    const found = (await desk.page.cards(DI)).find((card) => card.caseId === caseId);
    if (!found) {
      throw new Error('The case has no card');
    }
    return found;
  }

  async function recovery(caseId: string): Promise<RecoveryCase> {
    const row = await desk.app.desk.store.caseById(caseId);
    if (row?.kind !== 'recovery') {
      throw new Error('No recovery case');
    }
    return recoveryOf(row);
  }

  /** A button and its fallback have the same verb. */
  function distinct(verbs: readonly string[]): string[] {
    return [...new Set(verbs)];
  }

  async function offered(caseId: string): Promise<string[]> {
    return distinct(verbsOn((await cardOf(caseId)).card));
  }

  async function press(verb: string, caseId: string, person = OFFICER): Promise<string> {
    const answer = await desk.page.click(person, verb, caseId);
    await desk.app.idle();
    return answer.kind === 'dialog' ? 'dialog' : `${answer.kind}: ${'text' in answer ? answer.text : ''}`;
  }

  async function issue(caseId: string): Promise<string> {
    const dialog = await openDialogAs(desk.page, OFFICER, 'recovery-issue', caseId);
    const answer = await dialog.submit({ passwordSet: 'true' });
    expect(answer).toMatchObject({ kind: 'done' });
    await desk.app.idle();
    return dialog.inputs.password ?? '';
  }

  /** The letters of the desk to an address, newest first. */
  async function lettersTo(mailbox: string): Promise<string[]> {
    return (await desk.page.messages(mailbox)).map(({ subject }) => subject);
  }

  async function codeIn(
    mailbox: string,
  ): Promise<{ readonly code: string; readonly messageId: string; readonly text: string }> {
    const { id, subject, text } = await desk.newestMail(mailbox);
    expect(subject).toContain(ro.letterTexts['recovery-code'].subject);
    const code = /[A-Z2-9]{5}-[A-Z2-9]{5}/.exec(text)?.[0] ?? '';
    return { code, text, messageId: id };
  }

  async function sentId(caseId: string, letter: string): Promise<string> {
    const sent = await desk.app.desk.store.sentOf(caseId);
    return sent.findLast((each) => each.letter === letter)?.messageId ?? '';
  }

  /** A case of the firm in which the code was sent. */
  async function challenged(): Promise<Challenged> {
    const { mailbox, user } = await firm();
    await write({ from: mailbox });
    const { caseId } = await newest();
    expect(await press('recovery-send-code', caseId)).toBe(`done: ${ro.recovery.done.code}`);
    const { code, text: letter } = await codeIn(mailbox);
    const inReplyTo = await sentId(caseId, 'recovery-code');
    const answer = (text: string, more: Partial<Written> = {}) =>
      write({
        from: mailbox,
        subject: `Re: ${ro.letterTexts['recovery-code'].subject}`,
        text,
        inReplyTo,
        ...more,
      });
    return { mailbox, user, caseId, code, letter, answer };
  }

  return {
    desk,
    /** Later by so much. */
    async pass(ms: number): Promise<void> {
      ahead += ms;
      await desk.app.remind();
      await desk.app.idle();
    },
    owner,
    firm,
    write,
    newest,
    cardOf,
    recovery,
    offered,
    press,
    issue,
    lettersTo,
    codeIn,
    sentId,
    challenged,
  };
}
