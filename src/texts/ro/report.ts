/** Raportul ca fișier Excel. */

export const report = {
  summary: 'Sinteză',
  cases: 'Dosare',
  fileName: (period: string) => `raport-${period}.xlsx`,
  columns: [
    ...['Dosar', 'Oficiu', 'Stare', 'Primit', 'Verificat', 'Original', 'Aprobat', 'Trimis', 'Încheiat'],
    ...['Zile până la verificare', 'Zile până la original', 'Zile până la aprobare', 'Zile la DI'],
    ...['Zile până la notare', 'Zile în total', 'Termen depășit'],
    ...['Verificat de', 'Aprobat de', 'Emis de', 'Încheiat de', 'Cum s-a încheiat'],
  ],
  yes: 'da',
  total: 'Dosare în raport',
  late: 'Cu termenul depășit',
  byState: 'După stare',
  count: 'Dosare',
  averages: 'Zile, în medie',
  times: 'Zile pe pas',
  timeColumns: ['Dosare', 'În medie', 'Mediana', 'Cel mai mult'],
  steps: {
    verify: 'de la sosire la verificare',
    original: 'până la original',
    approve: 'până la aprobare',
    issue: 'la DI',
    note: 'până la notarea pe original',
    whole: 'de la sosire la încheiere',
  },
  days: (days: number) => `${days.toLocaleString('ro-RO')} zile`,
  people: 'Cine ce a făcut',
  deeds: { verified: 'verificate', approved: 'aprobate', issued: 'emise', closed: 'încheiate' },
  firstOf: (count: number) => `primele ${count}`,
  ready: (cases: number) => `Raportul în Excel (${cases} dosare) se deschide o singură dată, în două minute:`,
};
