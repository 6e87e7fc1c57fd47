/** One invented letter of each kind. */
import type { LetterContent } from '../../src/mail/letters/letter.ts';

const common = {
  caseNumber: 'AB-2026-00042',
  officeName: 'OCPI Alba',
  registry: { number: '1234', date: '2026-01-05' },
  applicantName: 'Ștefania-Măriuța Țârlea',
} as const;

const reasons = [
  'Adresa de e-mail: Adresa nu este scrisă întreagă. Scrieți o singură adresă, de exemplu nume@exemplu.ro.',
  'CNP: Ultima cifră nu se potrivește cu celelalte. Verificați CNP-ul din cartea de identitate.',
  'lipsește: Certificatul de autorizare',
];

type AnyLetter = LetterContent['letter'];

export const SAMPLES: { readonly [L in AnyLetter]: Extract<LetterContent, { letter: L }> } = {
  acknowledgement: {
    ...common,
    letter: 'acknowledgement',
    receivedAt: '2026-01-05T08:15:00.000Z',
    arrived: ['Cererea', 'Cartea de identitate', 'Fișierul Excel'],
    unrecognised: ['IMG_0042.jpeg'],
  },
  correction: {
    ...common,
    letter: 'correction',
    reasons,
    note: 'Scanarea cărții de identitate este neclară.\nVă rugăm să o trimiteți din nou.\n\nVă mulțumim.',
  },
  'to-dcg': {
    ...common,
    letter: 'to-dcg',
    applicationAttached: true,
    note: 'S-a schimbat numele, după căsătorie.',
    authorisation: 'RO-AB-F nr. 0123, clasa A',
    writtenBy: 'Maria Ionescu',
  },
  'to-di': {
    ...common,
    letter: 'to-di',
    authorisation: 'RO-AB-F nr. 0123, clasa A',
    approvedBy: 'Maria Ionescu',
    originalReceivedOn: '2026-01-08',
  },
  credentials: {
    ...common,
    letter: 'credentials',
    user: 'stefania.tarlea',
    webAddress: 'https://acces.exemplu.ro/autorizati',
    issuedOn: '2026-01-12',
    converted: false,
  },
  'address-updated': {
    ...common,
    letter: 'address-updated',
    user: 'stefania.tarlea',
    webAddress: 'https://acces.exemplu.ro/autorizati',
    email: 'stefania.tarlea@exemplu.ro',
  },
  'to-secretary': { ...common, letter: 'to-secretary', user: 'stefania.tarlea', issuedOn: '2026-01-12' },
  rejection: {
    ...common,
    letter: 'rejection',
    note: 'Autorizația RO-AB-F nr. 0123 este suspendată din 01.12.2025.',
  },
  withdrawn: { ...common, letter: 'withdrawn' },
  'closed-original-missing': { ...common, letter: 'closed-original-missing' },
  'original-reminder': { ...common, letter: 'original-reminder', since: '2026-01-05' },
  'correction-reminder': { ...common, letter: 'correction-reminder', since: '2026-01-07', reasons },
  reply: {
    ...common,
    letter: 'reply',
    note: 'Programul nostru cu publicul este de luni până joi, între 8:30 și 16:00.\n\nPuteți veni și fără programare.',
    writtenBy: 'Maria Ionescu',
  },
  escalation: {
    ...common,
    letter: 'escalation',
    note: 'Autorizația are alt număr decât în eTerra.\nÎl putem primi așa?',
    writtenBy: 'Maria Ionescu',
    urgent: true,
  },
  'escalation-line': {
    ...common,
    letter: 'escalation-line',
    note: 'Am găsit și decizia din 2024, o atașez la dosar.',
    writtenBy: 'Maria Ionescu',
    change: 'said',
  },
  'escalation-outcome': {
    ...common,
    letter: 'escalation-outcome',
    note: 'Îl primim; numărul se îndreaptă în eTerra.',
    writtenBy: 'Maria Ionescu',
  },
  'problem-received': { ...common, letter: 'problem-received' },
  'problem-answer': {
    ...common,
    letter: 'problem-answer',
    note: 'La ce oră apare mesajul de eroare?',
    writtenBy: 'Maria Ionescu',
  },
  'problem-outcome': {
    ...common,
    letter: 'problem-outcome',
    note: 'Contul a fost deblocat. Vă puteți conecta din nou.',
    writtenBy: 'Maria Ionescu',
  },
  'recovery-received': { ...common, letter: 'recovery-received' },
  'recovery-code': {
    ...common,
    letter: 'recovery-code',
    code: 'K7MQ2-9TWXA',
    until: '2026-01-13T08:15:00.000Z',
  },
  'recovery-credentials': {
    ...common,
    letter: 'recovery-credentials',
    user: 'stefania.tarlea',
    webAddress: 'https://acces.exemplu.ro/autorizati',
    issuedOn: '2026-01-12',
    converted: false,
  },
};

export const LETTERS = Object.keys(SAMPLES) as readonly AnyLetter[];
