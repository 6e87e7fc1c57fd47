/** Ce mai spune biroul însuși: grupele de verificări, legăturile cu alte dosare, mailurile de clasificat. */

export const desk = {
  cardChecks: {
    identity: 'Date de identitate',
    contact: 'Domiciliu și telefon',
    email: 'Adresa de e-mail',
    authorisation: 'Autorizația',
    office: 'Oficiul',
    request: 'Cererea',
  },
  related: {
    samePerson: (number: string, state: string) => `aceeași persoană: dosarul ${number} (${state})`,
    sameEmail: (number: string, state: string) => `aceeași adresă de e-mail: dosarul ${number} (${state})`,
    account: (user: string) => `persoana are deja contul ${user}`,
    sharedEmail: (user: string) => `adresa este folosită și de contul ${user}`,
    suspended: 'cont suspendat: nu se emite nimic',
  },
  mailOrigin: (when: string) => `din mailul de la ${when}`,
  issuedOrigin: (when: string) => `completat de DI la ${when}`,
  missingDocument: (kind: string) => `lipsește: ${kind}`,
  changed: (field: string, before: string, after: string) => `${field}: «${before}» a devenit «${after}»`,
  otherOffice: (office: string) => `formularul indică ${office}`,
  expectedOffice: (office: string) => `oficiul la care a sosit mailul: ${office}`,
  foundInCell: (text: string) => `În celulă este: «${text}».`,
  /** Problems that the desk finds itself, beside those in the sheet; the applicant may read them. */
  ownProblems: {
    'email:refused-mail':
      'Mailul trimis la adresa din formular s-a întors. Scrieți în formular o adresă care primește mailuri.',
    'office:other-office':
      'Formularul indică alt oficiu decât cel la care a sosit cererea. Verificați oficiul la care sunteți autorizat.',
    'workbook:unreadable':
      'Fișierul Excel nu se poate citi. Salvați formularul din nou ca .xlsx și trimiteți-l.',
    unknown: 'Verificați această rubrică.',
  },
  documentGone:
    'Legătura a fost deja folosită sau au trecut cele două minute. Deschideți documentul din nou, din detaliile dosarului.',
  localPeople: { applicant: 'Solicitantul', applicantIs: 'om inventat, cu o cutie poștală' },
  localChannels: {
    central: 'Central',
    offices: 'Oficii',
    di: 'DI – credențiale',
    admin: 'Administratori',
  },
  /** Whose the mail to be sorted is, where it is no office's. */
  unsortedPlaces: { DI: 'DI', '-': 'oficiu necunoscut' },
  unsorted: {
    'not-openable':
      'Din acest mail nu se poate deschide un dosar: nu reiese oficiul. Atașați-l la un dosar sau redirecționați-l către căsuța oficiului potrivit.',
    'already-filed': (how: string, who: string, when: string) =>
      `Mailul este deja clasificat: ${how} (${who}, ${when}).`,
    'closed-case': (number: string) => `Este despre dosarul ${number}, care este încheiat.`,
    'stranger-to-case': (number: string) =>
      `Numește dosarul ${number}, dar adresa expeditorului nu este a solicitantului din acel dosar.`,
    'forged-sender':
      'Nu vine de la adresa pe care o arată: cineva scrie în numele altuia. Nu a plecat niciun răspuns.',
    'unproven-sender': (number: string) =>
      `Numește dosarul ${number}, dar nimic nu dovedește că vine de la solicitant.`,
    'too-big':
      'Mailul este prea mare și a rămas în carantina căsuței. Cereți fișiere mai mici sau mai multe mailuri.',
    'unknown-office': 'Nu reiese cărui oficiu îi este adresat.',
    'unreadable-mail': 'Mailul nu a putut fi citit; este păstrat întreg.',
    'not-a-request': 'Nu pare a fi o cerere de acces.',
    'password-recovery':
      'Cere o parolă nouă, dar nu s-a putut deschide dosar: prea multe cereri de la această adresă (sau în total), ori nu reiese cine a scris. Nimeni nu a primit răspuns.',
    problem: 'Pare o problemă de rezolvat.',
    bounce: 'Un mail s-a întors, dar nu se știe care.',
    filedAsRequest: (number: string) => `cerere nouă, dosarul ${number}`,
    filedToCase: (number: string) => `atașat la dosarul ${number}`,
    readAgain: 'citit din nou',
    dismissed: 'pus deoparte',
  },
};
