/** What every chat promises the desk, whichever it is: the same lines run on the local page and on each platform. */
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCaseCard, renderDialog, summaryOf } from '../../src/bot/cards.ts';
import {
  type Answer,
  type Channel,
  type Click,
  type PostedCard,
  type ThreadMessage,
  TryLater,
} from '../../src/bot/channel.ts';
import type { CaseCardView } from '../../src/bot/views.ts';
import { ro } from '../../src/texts/ro.ts';
import { officeViews } from '../bot/case-views.ts';
import { dialogViews } from '../bot/dialog-views.ts';
import type { ChatUnderTest, SeenCard, Trouble } from './chat-under-test.ts';

const HOSTILE =
  '<!channel> *a* _b_ <http://rau.example|apasă> [x](http://rau.example) {{DATE(2020-01-01)}} &amp; :tada:';
const TROUBLES: readonly Trouble[] = ['refuses-for-now', 'loses-an-answer', 'is-down'];
/** Whoever keeps a call that a chat put off asks again: so long, at most. */
const PATIENCE_MS = 20_000;

/** Runs the contract on a chat. */
export function channelContract(name: string, open: () => Promise<ChatUnderTest>): void {
  describe(`the chat «${name}»`, () => {
    let chat: ChatUnderTest;
    let cases = 0;

    beforeAll(async () => {
      chat = await open();
    });

    afterAll(async () => {
      await chat.close();
    });

    /** A case that no other test speaks of. */
    function newCase(state = 'received'): CaseCardView {
      cases += 1;
      return caseIn(state, cases);
    }

    async function post(view: CaseCardView): Promise<PostedCard> {
      return await kept(() => postOnce(chat.channel(), view));
    }

    async function cardsOf(view: CaseCardView): Promise<readonly SeenCard[]> {
      return (await chat.cards()).filter(({ text }) => text.includes(view.access.number));
    }

    async function theCardOf(view: CaseCardView): Promise<SeenCard> {
      const [card, another] = await cardsOf(view);
      if (!card || another) {
        throw new Error(`${another ? 'more than one card' : 'no card'} of ${view.access.number}`);
      }
      return card;
    }

    function postOnce(channel: Channel, view: CaseCardView): Promise<PostedCard> {
      const options = { key: `card:${view.access.id}`, summary: summaryOf(view, ro) };
      return channel.postCard(chat.place, renderCaseCard(view, ro), options);
    }

    describe('cards', () => {
      it('a posted card is seen by everybody in the channel, with its buttons', async () => {
        const view = newCase();
        await post(view);
        const card = await theCardOf(view);
        expect(card.text).toContain(ro.states.received);
        expect(card.text).toContain(view.applicantName);
        expect(card.buttons).toContain(ro.actions['open-details']);
      });

      it('a rewritten card is the same card, and says what it says now', async () => {
        const view = newCase();
        const posted = await post(view);
        const after = again(view, 'with-di');
        const updated = await kept(() =>
          chat.channel().updateCard(posted, renderCaseCard(after, ro), { summary: summaryOf(after, ro) }),
        );
        expect(updated).toEqual(posted);
        const card = await theCardOf(view);
        expect(card.text).toContain(ro.states['with-di']);
        expect(card.text).not.toContain(ro.states.received);
      });

      it('an effect that is performed twice leaves one card, and finds it', async () => {
        const view = newCase();
        const first = await post(view);
        expect(await post(view)).toEqual(first);
        await theCardOf(view);
      });

      it('an effect that is performed again after a restart leaves one card, and finds it', async () => {
        const view = newCase();
        const first = await post(view);
        await chat.restart();
        expect(await post(view)).toEqual(first);
        await theCardOf(view);
      });

      it('a card that somebody deleted is posted anew, as it is now, and from then on that one is rewritten', async () => {
        const view = newCase();
        const posted = await post(view);
        await chat.remove(posted);
        expect(await cardsOf(view)).toEqual([]);
        const verified = again(view, 'verified-without-original');
        const anew = await kept(() => update(chat.channel(), posted, verified));
        expect((await theCardOf(view)).text).toContain(ro.states.verified);
        // Whoever performed it was killed before it was noted where the card is.
        expect(await kept(() => update(chat.channel(), posted, verified))).toEqual(anew);
        await kept(() => update(chat.channel(), anew, again(view, 'with-di')));
        expect((await theCardOf(view)).text).toContain(ro.states['with-di']);
      });

      it('a line can be taken away; one that is gone, or never was, is no matter', async () => {
        const view = newCase();
        const posted = await post(view);
        const { id } = view.access;
        for (const key of [`keep:${id}`, `take:${id}`]) {
          await kept(() => chat.channel().postReply(posted, plain(key), { key }));
        }
        for (const key of [`take:${id}`, `take:${id}`, `never:${id}`]) {
          await kept(() => chat.channel().removeReply(key));
        }
        expect(await chat.thread(posted)).toEqual([`keep:${id}`]);
      });

      it('text from outside is shown as it is, and nothing in it comes alive', async () => {
        const view = { ...newCase(), applicantName: HOSTILE };
        await post(view);
        const shown = (await theCardOf(view)).text.replaceAll('\u2060', '');
        expect(shown).toContain(HOSTILE);
      });
    });

    describe('threads', () => {
      it('lines stand under their card in order, each once, however often it is said', async () => {
        const posted = await post(newCase());
        for (const [key, text] of [
          ['a', 'Maria Ionescu a preluat dosarul.'],
          ['b', 'Maria Ionescu a verificat datele.'],
          ['a', 'Maria Ionescu a preluat dosarul.'],
          ['b', 'Maria Ionescu a verificat datele.'],
        ] as const) {
          await kept(() =>
            chat.channel().postReply(posted, plain(text), { key: `${posted.ts ?? posted.postId}:${key}` }),
          );
        }
        expect(await chat.thread(posted)).toEqual([
          'Maria Ionescu a preluat dosarul.',
          'Maria Ionescu a verificat datele.',
        ]);
      });

      it('a line can mention the person whose turn it is', async () => {
        const view = newCase();
        const posted = await post(view);
        const mentions = [{ externalId: chat.person, name: 'Maria Ionescu' }];
        const key = `mention:${view.access.id}`;
        await kept(() =>
          chat.channel().postReply(posted, { text: 'Este rândul dumneavoastră.', mentions }, { key }),
        );
        const [line] = await chat.thread(posted);
        expect(line).toContain('Este rândul dumneavoastră.');
      });

      it('a line may hold what would be markup, and stays a line of text', async () => {
        const view = newCase();
        const posted = await post(view);
        await kept(() =>
          chat.channel().postReply(posted, plain(HOSTILE), { key: `hostile:${view.access.id}` }),
        );
        expect(await chat.thread(posted)).toEqual([HOSTILE]);
      });
    });

    describe('lines under no card', () => {
      it('a notice stands in the channel once, however often it is said', async () => {
        for (const key of ['notice-1', 'notice-1']) {
          await kept(() => chat.channel().postNotice(chat.place, plain('Canalul este legat.'), { key }));
        }
        expect((await chat.notices()).filter((text) => text === 'Canalul este legat.')).toHaveLength(1);
      });

      it('what is said to one person alone reaches that person once, and nobody else', async () => {
        for (const key of ['direct-1', 'direct-1']) {
          await kept(() => chat.channel().postDirect(chat.person, plain('Canalul este arhivat.'), { key }));
        }
        expect(await chat.direct(chat.person)).toEqual(['Canalul este arhivat.']);
        expect(await chat.direct(chat.colleague)).toEqual([]);
        expect(await chat.notices()).not.toContain('Canalul este arhivat.');
      });
    });

    describe('clicks', () => {
      /** The desk answers so, and remembers what it was asked. */
      function deskThat(answers: (click: Click) => Answer): Click[] {
        const clicks: Click[] = [];
        chat.answerWith(async (click) => {
          clicks.push(click);
          return answers(click);
        });
        return clicks;
      }

      it('a click tells the desk who, what and on which case', async () => {
        const clicks = deskThat(() => ({ kind: 'done', text: ro.confirmations.approve }));
        const view = newCase('ready-to-approve');
        await post(view);
        await chat.press(chat.person, (await theCardOf(view)).posted, ro.actions.approve);
        expect(clicks).toEqual([
          {
            channel: chat.channel().name,
            externalId: chat.person,
            verb: 'approve',
            caseId: view.access.id,
            inputs: {},
          },
        ]);
      });

      it('whoever lost is told, and nobody else sees it', async () => {
        deskThat(() => ({ kind: 'told', text: 'Nu s-a schimbat nimic. S-a făcut deja.' }));
        const view = newCase('ready-to-approve');
        const posted = await post(view);
        const notices = await chat.notices();
        const seen = await chat.press(chat.person, posted, ro.actions.approve);
        expect(seen).toEqual({ kind: 'text', text: 'Nu s-a schimbat nimic. S-a făcut deja.' });
        expect(await chat.thread(posted)).toEqual([]);
        expect(await chat.notices()).toEqual(notices);
        expect(await chat.direct(chat.colleague)).toEqual([]);
      });

      it('a dialog opens with what is known, and what was typed reaches the desk', async () => {
        const view = newCase();
        const clicks = deskThat(({ verb }) => (verb === 'record-original' ? dialogOf(verb) : DONE));
        const posted = await post(view);
        const dialog = await chat.press(chat.person, posted, ro.actions['record-original']);
        expect(dialog).toMatchObject({ kind: 'dialog', title: ro.dialogs['record-original'].title });
        const seen = await chat.submit(chat.person, {
          receivedOn: '2026-11-20',
          file: 'D-7 «ș,ț»',
          compared: 'true',
        });
        expect(seen.kind).not.toBe('dialog');
        expect(clicks.at(-1)).toMatchObject({
          verb: 'submit:record-original',
          inputs: { receivedOn: '2026-11-20', file: 'D-7 «ș,ț»', compared: 'true', registryNumber: '' },
        });
      });

      it('what is wrong is said at its input, and what was typed is still there', async () => {
        const view = newCase();
        const error = { input: 'receivedOn', message: ro.inputErrors.dateInFuture };
        deskThat(({ verb }) =>
          verb === 'record-original'
            ? dialogOf(verb)
            : { kind: 'dialog-errors', errors: [error], text: ro.inputErrors.summary },
        );
        const posted = await post(view);
        await chat.press(chat.person, posted, ro.actions['record-original']);
        const seen = await chat.submit(chat.person, {
          receivedOn: '2030-01-01',
          file: 'D-8',
          compared: 'true',
        });
        expect(seen).toMatchObject({
          kind: 'dialog',
          errors: { receivedOn: ro.inputErrors.dateInFuture },
          inputs: { receivedOn: '2030-01-01', file: 'D-8' },
        });
      });

      it('whoever lost with a dialog open is told, and what was typed is not thrown away', async () => {
        const view = newCase();
        deskThat(({ verb }) =>
          verb === 'ask-correction' ? dialogOf(verb) : { kind: 'told', text: 'Nu s-a schimbat nimic.' },
        );
        const posted = await post(view);
        await chat.press(chat.person, posted, ro.actions['ask-correction']);
        const seen = await chat.submit(chat.person, { text: 'Lipsește semnătura.' });
        expect(seen).toEqual({ kind: 'text', text: 'Nu s-a schimbat nimic.' });
        // The dialog stands behind what was told: it can be sent again as it is.
        deskThat(() => DONE);
        expect((await chat.submit(chat.person, { text: 'Lipsește semnătura.' })).kind).not.toBe('dialog');
      });
    });

    describe.each(TROUBLES)('while the platform %s', (trouble) => {
      it('a card is asked for until it stands there, once', async () => {
        const view = newCase();
        const end = await chat.trouble(trouble);
        await expect(postOnce(chat.channel(), view)).rejects.toThrow();
        await end();
        const posted = await post(view);
        expect((await theCardOf(view)).posted).toEqual(posted);
      });

      it('a line is asked for until it stands there, once, also by another process', async () => {
        const view = newCase();
        const posted = await post(view);
        const line = (): Promise<void> =>
          chat
            .channel()
            .postReply(posted, plain('O singură dată.'), { key: `once:${trouble}:${view.access.id}` });
        const end = await chat.trouble(trouble);
        await expect(line()).rejects.toThrow();
        await end();
        await chat.restart();
        await kept(line);
        expect(await chat.thread(posted)).toEqual(['O singură dată.']);
      });

      it('a rewritten card says in the end what it should', async () => {
        const view = newCase();
        const posted = await post(view);
        const end = await chat.trouble(trouble);
        await expect(update(chat.channel(), posted, again(view, 'with-di'))).rejects.toThrow();
        await end();
        await kept(() => update(chat.channel(), posted, again(view, 'with-di')));
        expect((await theCardOf(view)).text).toContain(ro.states['with-di']);
      });
    });

    it('while cards have to wait, clicks are answered', async () => {
      const view = newCase('ready-to-approve');
      const posted = await post(view);
      chat.answerWith(async () => ({ kind: 'told', text: 'S-a făcut deja.' }));
      const end = await chat.trouble('refuses-for-now');
      const waiting = newCase();
      await expect(postOnce(chat.channel(), waiting)).rejects.toThrow();
      expect(await chat.press(chat.person, posted, ro.actions.approve)).toEqual({
        kind: 'text',
        text: 'S-a făcut deja.',
      });
      await end();
      await post(waiting);
    });
  });
}

const DONE: Answer = { kind: 'done', text: ro.confirmations.approve };

function plain(text: string): ThreadMessage {
  return { text, mentions: [] };
}

function dialogOf(verb: string): Answer {
  const view = dialogViews[verb];
  if (!view) {
    throw new Error(`no dialog ${verb}`);
  }
  return { kind: 'dialog', ...renderDialog(view, ro) };
}

function caseIn(state: string, number: number): CaseCardView {
  const view = officeViews[state];
  if (!view) {
    throw new Error(`no such state: ${state}`);
  }
  const access = {
    ...view.access,
    id: `case-${number}`,
    number: `AB-2026-${String(number).padStart(5, '0')}`,
  };
  return { ...view, access };
}

/** The same case, later. */
function again(view: CaseCardView, state: string): CaseCardView {
  return caseIn(state, Number(view.access.number.slice(-5)));
}

function update(channel: Channel, posted: PostedCard, view: CaseCardView): Promise<PostedCard> {
  return channel.updateCard(posted, renderCaseCard(view, ro), { summary: summaryOf(view, ro) });
}

/** As the outbox does it: what the chat puts off is asked for again, when the chat said. */
async function kept<T>(call: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof TryLater) || Date.now() > until) {
        throw error;
      }
      await setTimeout(error.waitMs);
    }
  }
}
