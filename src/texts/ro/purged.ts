/** Dosarul din care s-au șters datele personale. */

export const purged = {
  title: (number: string) => `Dosar ${number}`.trim(),
  state: 'Date șterse',
  speak: (number: string) => `Dosarul ${number}: datele personale au fost șterse.`,
  removed: (day: string, minutes: string) =>
    `Datele personale au fost șterse la ${day}, proces-verbal nr. ${minutes}.`,
};
