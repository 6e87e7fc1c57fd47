/** Listele de dosare: ce așteaptă, ce s-a găsit. */
import { counted } from './words.ts';

const cases = (count: number) => counted(count, 'dosar', 'dosare');

export const lists = {
  open: 'Deschide',
  more: (count: number) => `… încă ${count}`,
  late: (when: string) => `întârziat: termenul era ${when}`,
  waitingTitle: 'Ce așteaptă de la dumneavoastră',
  waiting: (count: number, late: number) =>
    late === 0
      ? `${cases(count)}, niciunul întârziat.`
      : `${cases(count)}, din care ${late} cu termenul depășit.`,
  digest: (waiting: string) => `Bună dimineața. Vă așteaptă: ${waiting}`,
  digestHow: 'Lista cu butoane: scrieți «dosare». Fără acest rezumat: «rezumat oprit».',
  nothingWaits: 'Nimic nu așteaptă acum de la dumneavoastră.',
  withApplicant: (count: number) => `La solicitanți, cu corectarea cerută: ${cases(count)}.`,
  /** A mail that nobody could place, among the cases. */
  unsorted: 'Mail de clasificat',
  unsortedState: 'De clasificat',
  foundTitle: (text: string) => `Căutare: ${text}`,
  found: (count: number, isMore: boolean) =>
    isMore ? `Primele ${cases(count)}; scrieți mai mult din nume pentru mai puține.` : `${cases(count)}.`,
  foundNothing:
    'Niciun dosar pe care îl puteți vedea. Se caută după nume, număr de dosar, autorizație, e-mail sau nr. de înregistrare.',
  caseTitle: (number: string, state: string) => `Dosarul ${number} · ${state}`,
  /** No person of the desk: on the app's home page. */
  homeStranger: 'Nu vă cunosc încă. Rugați un administrator să vă dea un rol: /autorizati rol',
};
